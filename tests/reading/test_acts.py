import pytest


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("France has sent 600 soldiers to Mali.", "deployment"),
        ("The Libyan National Army withdrew its forces from Sirte.", "withdrawal"),
        ("More than 7,000 fighters handed over their weapons.", "transfer"),
        ("Kyiv and Moscow exchanged 95 prisoners of war each on Tuesday.", "detainee-exchange"),
        ("OSCE observers monitored the ceasefire near Donetsk.", "monitoring"),
        ("Thousands of people fled the town of Bunia.", "displacement"),
        ("The militia blocked a United Nations convoy from entering Taiz.", "access"),
        ("Ethiopia reopened the road to Mekelle on 14 July.", "access"),
        ("Israel accused the militia of firing rockets across the border.", "hostilities"),
        ("The deminers cleared 30 landmines along the road to Juba.", "demining"),
        ("The mandate of the mission expires on 31 December 2023.", "mandate"),
        ("The Security Council extended the mandate of its mission in Mali.", "mandate"),
        ("Around 300 displaced families returned to their homes in Tawergha.", "return"),
        ("Damascus rejected the proposal.", "rejection"),
        ("The Red Cross delivered medicine to the city.", "aid"),
        ("The commission began demarcating the boundary between Eritrea and Ethiopia.",
         "delimitation"),
        ("Rebels took control of the port.", "control"),
        ("Two soldiers were killed near Goma.", "casualties"),
        ("The two presidents met in Oslo.", "meeting"),
        ("The government and the rebels signed an agreement in Havana.", "agreement"),
        ("The government and the rebels agreed to a seven-day truce.", "ceasefire"),
        ("Khartoum condemned the decision.", "accusation"),
        ("Lebanon urged restraint.", "demand"),
        ("Thousands took to the streets of Tbilisi.", "protest"),
        ("Norway praised the decision.", "support"),
        ("Ethiopia ceded three villages to Eritrea.", "transfer"),
        ("Analysts fear that the truce could collapse.", "warning"),
    ],
)  # fmt: skip
def test_each_act_is_found_in_conflicts_all_over_the_world(reads, text, act):
    assert reads.only(reads.claims_of(text, names=())).act.value == act


@pytest.mark.parametrize(
    "text",
    [
        "The cat sat on the mat and the weather was fine.",
        "Inflation in Turkey rose to 40 percent, the central bank said.",
        "Apple released a new phone in Berlin.",
        "Did the troops withdraw from the town?",
        "The agenda of the meeting was long.",
        "His comments came late.",
    ],
)
def test_what_is_no_act_makes_no_claim(reads, text):
    assert reads.claims_of(text, names=()) == ()


def test_a_demand_gives_way_to_the_deed_it_demands(reads):
    claim = reads.only(reads.claims_of("Kenya demanded the release of all prisoners."))

    assert claim.act.value == "detainee-exchange"


def test_a_main_verb_of_rejection_keeps_its_clause(reads):
    claim = reads.only(reads.claims_of("Kenya rejected a deployment of troops."))

    assert claim.act.value == "rejection"


def test_clauses_with_acts_of_their_own_make_claims_of_their_own(reads):
    text = "Kenya withdrew its troops from the hill, but rebels shelled the town."
    claims = reads.claims_of(text)

    assert [text[c.quote.start : c.quote.end] for c in claims] == [
        "Kenya withdrew its troops from the hill",
        "rebels shelled the town.",
    ]


def test_what_happened_before_is_background(reads):
    text = "Since the war ended, Kenya has deployed 300 soldiers."

    assert reads.only(reads.claims_of(text)).act.value == "deployment"


def test_a_warning_swallows_what_it_warns_of(reads):
    text = "Analyst Jane Roe warned of unrest if Kenya demands the withdrawal of the soldiers."

    assert reads.only(reads.claims_of(text)).act.value == "warning"


def test_a_term_beside_a_deployment_is_a_mandate_on_its_own_words(reads):
    text = "Norway has deployed 300 soldiers to Kenya for at least two years."
    deployment, mandate = reads.claims_of(text)

    assert (deployment.act.value, mandate.act.value) == ("deployment", "mandate")
    assert text[mandate.quote.start : mandate.quote.end] == "for at least two years"


def test_the_rule_names_the_act_its_trigger_its_table_and_how_it_was_read(reads):
    claim = reads.only(reads.claims_of("Kenya withdrew its troops."))

    assert claim.rule == "withdrawal:withdrew [withdrawal:words]"


def test_the_rule_names_the_parser_that_read_the_sentence(by_tree):
    claim = by_tree.only("Kenya disarmed its militia.")

    assert claim.rule.startswith("withdrawal:disarmed [withdrawal.disarm:tree:")
    assert claim.rule.rstrip("]").rpartition(":")[2] in by_tree.parser.name
