from truceline.publishing.accounts import Beside, Field, accounts


def beside(accord, incident, claim):
    found = next(
        one
        for one in accounts(accord.REPORT, accord.INCIDENTS[incident])
        if one.shown.name == claim
    )
    return {cell.field: cell.beside for cell in found.cells}


def test_a_denial_on_record_differs_and_silence_does_not(accord):
    denied = beside(accord, 0, "12.3")

    assert denied[Field.HOW] is Beside.DIFFERS
    assert denied[Field.WHEN] is Beside.SILENT
    assert denied[Field.PLACE] is Beside.AGREES


def test_a_number_differs_only_where_a_contradiction_says_so(accord):
    assert beside(accord, 1, "12.4")[Field.NUMBER] is Beside.DIFFERS
    assert beside(accord, 1, "12.4")[Field.HOW] is Beside.AGREES


def test_the_only_account_neither_agrees_nor_differs(accord):
    assert set(beside(accord, 2, "16.2").values()) == {Beside.ALONE, Beside.SILENT}
