"""A table as it is published: what a reader sees, and what follows from it. It holds no hidden count."""

from dataclasses import dataclass

import numpy as np

from fiftysteps.stats.disclosure.margins import Dimensions
from fiftysteps.stats.disclosure.rules import Mask, Rule
from fiftysteps.stats.results import Floats, Words

SHOWN = "shown"
HIDDEN = "hidden"
PROTECTING = "hidden to protect another"
ROUNDED = "rounded"


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """A table with its totals at the end of every axis, safe to be given out as it stands.

    Attributes
    ----------
    values : ndarray of float, shape (a + 1, b + 1, ...)
        What is shown; not a number where hidden.
    status : ndarray of str, of the same shape
        "shown", "hidden", "hidden to protect another" or "rounded".
    lowest, highest : ndarray of float, of the same shape
        Between what each count lies, as the rule and the mark alone tell a reader.
    rule : Rule or None
        The rule that was used; None for controlled rounding.
    dimensions : mapping of str to tuple of str
        The name and the labels of each axis, without its total.
    method : str
        How it was made.
    """

    values: Floats
    status: Words
    lowest: Floats
    highest: Floats
    rule: Rule | None
    dimensions: Dimensions
    method: str

    @property
    def is_hidden(self) -> Mask:
        """Which counts are hidden, for whatever reason; rates and denominators that give them back go with them."""
        return np.asarray(np.isnan(self.values))

    @property
    def is_to_protect(self) -> Mask:
        """Which counts the reader must not work out: those hidden, and those rounded to a value of their own."""
        return np.asarray(self.is_hidden | ((self.status == ROUNDED) & np.isfinite(self.highest)))

    def hide_with(self, values: Floats) -> Floats:
        """Return values of the same shape, such as rates, with those left out that would tell a count.

        A rate, a proportion or an interval is left out wherever its count is not shown as it is: from a true rate a
        rounded count can be worked out too. Make rates of rounded counts anew.
        """
        if np.shape(values) != self.values.shape:
            raise ValueError(
                f"values: shape {np.shape(values)} is not that of the table with totals, {self.values.shape}"
            )
        return np.where(self.status == SHOWN, values, np.nan)
