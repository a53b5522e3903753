"""References from files of other programs, and their form in print. Nothing here knows a model or a database."""
