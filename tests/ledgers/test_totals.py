from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from truceline.ledgers.balancing.totals import Flow, Totals, nested
from truceline.weighing.amount import Range

FIRST = date(2030, 4, 1)


@st.composite
def flows(draw):
    first, more = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    least = draw(st.integers(0, 5))
    return Flow(
        first=FIRST + timedelta(days=first),
        last=FIRST + timedelta(days=first + more),
        amount=Range(least=least, most=draw(st.sampled_from((least, least + 2, None)))),
        where=draw(st.sampled_from(((), (), ("Upper Mill",)))),
    )


def slowly(known, begun, ended):
    """What the flows come to, every whole counted again from its parts."""
    holders = nested(flow.key for flow in known)

    def reached(key):
        own = sum(flow.amount.least for flow in ended if flow.key == key)
        return max(own, sum(reached(part) for part, whole in holders.items() if whole == key))

    tops = [key for key, whole in holders.items() if whole is None]
    least, most = 0, 0
    for top in tops:
        said = [flow.amount.most for flow in begun if flow.key == top]
        least += reached(top)
        most = None if most is None or None in said else most + max(sum(said), reached(top))
    return Range(least=least, most=most)


@given(st.lists(flows(), max_size=8), st.data())
def test_wholes_and_parts_come_to_the_same_in_whatever_order_they_end(known, data):
    totals = Totals(known)
    for flow in known:
        totals.begin(flow)
    ended = []
    for flow in data.draw(st.permutations(known)):
        totals.end(flow)
        assert totals.range == slowly(known, known, [*ended, flow])
        ended.append(flow)


@given(st.lists(flows(), min_size=1, max_size=8), st.data())
def test_a_flow_that_is_taken_back_leaves_nothing_behind(known, data):
    totals, begun, ended = Totals(known), list(known), []
    for flow in known:
        totals.begin(flow)
    for flow in data.draw(st.permutations(known)):
        totals.end(flow)
        if data.draw(st.booleans()):
            totals.take_back(flow)
            begun.remove(flow)
        else:
            ended.append(flow)
        assert totals.range == slowly(known, begun, ended)
