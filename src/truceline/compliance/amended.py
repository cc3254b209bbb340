"""What was agreed later about a provision, in sentences. Not how the provision reads since."""

from datetime import date, timedelta

from truceline.compliance.sentences import day, deadline, listed
from truceline.terms.agreement import Amendment, Amends, Moved, Provision
from truceline.weighing.amended import Amended


def told(text: Amended, original: Provision) -> str:
    """What was agreed since, in sentences; "" where nothing was."""
    said = [
        f"{_who(one)} {_did(one)}"
        for one in text.by
        if one.amends not in {Amends.NOTICE, Amends.WITHDRAWN}
    ]
    if any(one.amends is Amends.DEADLINE for one in text.by):
        said.append(f"Until then the last day was {_moved_from(original, text.provision)}.")
    days = dict.fromkeys(one.agreed for one in text.at_odds)
    said += [
        f"Amendments of {day(on)} contradict each other and are left out: "
        f"{listed(one.id for one in text.at_odds if one.agreed == on)}."
        for on in days
    ]
    said += [f"The amendment {one.id} does not fit it and is left out." for one in text.unfit]
    return " ".join(said)


def _who(one: Amendment) -> str:
    return f"On {day(one.agreed)} {listed(one.parties)}"


def _did(one: Amendment) -> str:
    match one.amends:
        case Amends.DEADLINE:
            moved = listed(f"{deadline(each.deadline)}{_for(each)}" for each in one.deadlines)
            return (
                f"agreed another day, {moved}: a day that was moved is not a day that was missed."
            )
        case Amends.CEILING | Amends.FLOOR:
            numbers = listed(f"{each.value} {each.unit}" for each in (*one.ceilings, *one.floors))
            return f"agreed on {numbers}."
        case Amends.TERM if one.term:
            return f"agreed on a term of {one.term.years} years from {day(one.term.start)}."
        case Amends.SUSPENSION if one.first:
            until = f"to {day(one.last)}" if one.last else "until something else is agreed"
            return f"suspended it from {day(one.first)} {until}; those days do not count."
        case _:
            return f"said how they read it: {one.text.rstrip('.')}."


def _for(one: Moved) -> str:
    of = " ".join(filter(None, (one.rendering, one.step and f"step {one.step}")))
    return f" ({of})" if of else ""


def _moved_from(old: Provision, new: Provision) -> str:
    """The last days that no longer are."""
    pairs = [
        *(
            (was.deadline, now.deadline)
            for was, now in zip(old.wordings, new.wordings, strict=True)
        ),
        *((was.deadline, now.deadline) for was, now in zip(old.steps, new.steps, strict=True)),
    ]
    days = {was.last_day for was, now in pairs if was and was != now}
    return " or ".join(day(one) for one in sorted(days)) or "not set"


def resumes(one: Amendment) -> date | None:
    """The first day on which it is owed again."""
    return one.last + timedelta(days=1) if one.last else None
