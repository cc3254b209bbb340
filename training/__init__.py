"""How the trained parser is made from licensed corpora. It is no part of the installed program."""
