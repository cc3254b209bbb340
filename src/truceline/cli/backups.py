"""Commands that back up the vault and bring it back."""

from pathlib import Path

import click

from truceline.cli.group import CENTRE, centre_at, counted, main, progress

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@main.command()
@CENTRE
@FILE
def backup(centre: Path, file: Path) -> None:
    """Back up the vault, so that what is erased later can be read in no backup of it."""
    import secrets

    from truceline.operations.backup import back_up

    with centre_at(centre) as here, progress("backing up") as show:
        total = back_up(here, file, fresh=secrets.token_bytes, progress=show)
    click.echo(
        f"{file} holds {total} documents, names and sealed parts. Their keys are in "
        f"{centre / 'keys' / 'subjects.db'}: keep a copy of that apart, and replace it after every "
        "erasure."
    )


@main.command()
@CENTRE
@FILE
def restore(centre: Path, file: Path) -> None:
    """Bring back from a backup what the vault lacks; never what was erased."""
    from truceline.operations.backup import restore as bring_back
    from truceline.record.backup import What

    with progress("restoring") as show:
        found = bring_back(centre, file, progress=show)
    back = found.back
    click.echo(
        f"Back: {counted(back[What.DOCUMENT], 'document')}, {counted(back[What.NAME], 'name')}, "
        f"{counted(back[What.PART], 'sealed part')}. There already: {found.there}. "
        f"Erased since, and not brought back: {found.forgotten}."
    )
