"""The one family of errors that are shown to people as they stand."""


class PersonError(Exception):
    """Something that a person can put right, said in a sentence. Anything else that is raised is a bug."""
