"""Every table of the lexicon on a sentence of its own, in invented places."""

import pytest

from truceline.reading.lexicon import lexicon
from truceline.reading.sentences import tokenize

SENTENCES = {
    "access": "Engineers reopened the bridge at Zenda.",
    "access.refused": "The patrol was turned back at a roadblock.",
    "accusation": "Ruritania condemned the decision.",
    "accusation.allege": "Ruritania blamed the militia.",
    "accusation.investigate": "The ministry opened an inquiry.",
    "agreement": "Both sides agreed to a timetable.",
    "agreement.signed": "The envoys signed a protocol.",
    "aid": "Forty tonnes of flour were distributed in Zenda.",
    "casualties": "Two farmers were wounded.",
    "casualties.captured": "Rebels captured nine soldiers.",
    "casualties.spared": "The crew was unharmed.",
    "ceasefire": "The truce took effect at noon.",
    "control": "The army recaptured the town.",
    "delimitation": "Surveyors demarcated the frontier.",
    "demand": "Ruritania urged restraint.",
    "demining": "Sappers defused three landmines.",
    "deployment": "Ruritania sent a brigade to the river.",
    "deployment.peacekeeping": "Peacekeepers arrived in Zenda.",
    "detainee-exchange": "The militia freed two hostages.",
    "detainee-exchange.abducted": "Gunmen abducted a teacher.",
    "detainee-exchange.arrested": "Police arrested a teacher.",
    "detainee-exchange.held": "Nine prisoners are still held.",
    "displacement": "Hundreds of families fled.",
    "hostilities": "The militia violated the ceasefire.",
    "hostilities.abuse": "A guard was beaten.",
    "hostilities.air": "An airstrike hit Zenda.",
    "hostilities.clash": "Gunmen exchanged fire.",
    "hostilities.destruction": "Soldiers torched nine huts.",
    "hostilities.explosive": "A roadside bomb went off.",
    "hostilities.shelling": "Howitzers bombarded the ridge.",
    "mandate": "The council renewed the mandate of the mission.",
    "meeting": "The envoys met in Strelsau.",
    "monitoring": "Observers verified the withdrawal.",
    "protest": "Women demonstrated in Zenda.",
    "protest.hunger": "Miners began a hunger strike.",
    "protest.obstruct": "Villagers formed a human chain.",
    "protest.policed": "Police used tear gas.",
    "protest.riot": "Youths threw stones.",
    "protest.strike": "A hartal closed the market.",
    "rejection": "Ruritania rejected the offer.",
    "return": "Displaced families returned.",
    "support": "Ruritania praised the envoy.",
    "transfer": "Ruritania ceded two villages.",
    "transfer.weapons": "Fighters handed over their rifles.",
    "warning": "The envoy warned of a relapse.",
    "withdrawal": "The brigade withdrew.",
    "withdrawal.disarm": "The militia disarmed.",
}


def test_every_table_has_its_sentence():
    assert set(SENTENCES) == set(lexicon().codings)


@pytest.mark.parametrize("table", SENTENCES)
def test_a_table_is_found_by_its_own_words(table):
    found = {match.pattern.table for match in lexicon().find(tokenize(SENTENCES[table]))}

    assert table in found
