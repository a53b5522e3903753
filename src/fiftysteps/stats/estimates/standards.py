"""Standard populations, which nobody lives in: they only weigh the ages."""

from dataclasses import dataclass

EUROSTAT = (
    "Eurostat (2013). Revision of the European Standard Population: report of Eurostat's task force. Luxembourg: "
    "Publications Office of the European Union. doi:10.2785/11470."
)


@dataclass(frozen=True)
class StandardPopulation:
    """The people of each age band of a standard population.

    Attributes
    ----------
    name : str
        What the population is called.
    bands : tuple of str
        The age bands in years, from the youngest: "5-9", "90+".
    people : tuple of int
        The people of each band.
    source : str
        Where it is printed.

    Raises
    ------
    ValueError
        There is not one number for each band, or a number is not positive.
    """

    name: str
    bands: tuple[str, ...]
    people: tuple[int, ...]
    source: str

    def __post_init__(self) -> None:
        if len(self.bands) != len(self.people):
            raise ValueError(f"{self.name}: {len(self.people)} numbers do not fit {len(self.bands)} bands")
        if min(self.people, default=1) <= 0:
            raise ValueError(f"{self.name}: every band needs people")


_FIVE_TO_EIGHTY_NINE = tuple(f"{age}-{age + 4}" for age in range(5, 90, 5))
_PEOPLE_OF_FIVE_TO_EIGHTY_NINE = (
    *(5_500, 5_500, 5_500, 6_000, 6_000, 6_500, 7_000, 7_000, 7_000),
    *(7_000, 6_500, 6_000, 5_500, 5_000, 4_000, 2_500, 1_500),
)
_STANDARDS = {
    "esp2013": StandardPopulation(
        "European Standard Population 2013",
        ("0-4", *_FIVE_TO_EIGHTY_NINE, "90+"),
        (5_000, *_PEOPLE_OF_FIVE_TO_EIGHTY_NINE, 1_000),
        EUROSTAT,
    ),
    "esp2013_infants": StandardPopulation(
        "European Standard Population 2013, infants apart",
        ("0", "1-4", *_FIVE_TO_EIGHTY_NINE, "90+"),
        (1_000, 4_000, *_PEOPLE_OF_FIVE_TO_EIGHTY_NINE, 1_000),
        EUROSTAT,
    ),
}


def get_standard(name: str) -> StandardPopulation:
    """Return a standard population by its short name.

    Parameters
    ----------
    name : {"esp2013", "esp2013_infants"}
        The European Standard Population 2013 in 19 bands to 90 and over, or in 20, with infants under one apart.

    Returns
    -------
    StandardPopulation
        Of 100,000 people.

    Raises
    ------
    ValueError
        There is none of that name.

    References
    ----------
    .. [1] Eurostat (2013). Revision of the European Standard Population: report of Eurostat's task force. Luxembourg:
       Publications Office of the European Union. doi:10.2785/11470.

    Examples
    --------
    >>> standard = get_standard("esp2013")
    >>> print(f"{standard.people[0]:,} of {sum(standard.people):,} are {standard.bands[0]} years old")
    5,000 of 100,000 are 0-4 years old
    """
    if name not in _STANDARDS:
        known = ", ".join(f'"{each}"' for each in _STANDARDS)
        raise ValueError(f'standard: there is none called "{name}"; there are {known}')
    return _STANDARDS[name]
