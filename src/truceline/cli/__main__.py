"""`python -m truceline.cli`: the command line without its installed script."""

from truceline.cli import main

main()
