"""Small files of references, made by hand: the cast is invented, the shapes are those that programs write."""

BIBTEX = r"""
@string{jow = "Journal of Warm Homes"}
@comment{Exported on a Tuesday}

@article{berg2020,
  author  = {van der Berg, Jan and M{\"u}ller, J{\'e}r{\^o}me and {Warm Homes {\'E}quipe} and Silva, Jr., Ana and others},
  title   = {The {NHS} and cold homes: 50% of caf\'es \& {\O}resund -- a systematic review},
  journal = jow,
  year    = 2020,
  month   = may,
  volume  = {12},
  number  = {3},
  pages   = {101--110},
  doi     = {https://doi.org/10.1234/jow.2020\_12},
  url     = {https://example.org/a%20b\_c}
}

@techreport{town2019,
  author      = {{Town of Example}},
  title       = {Damp in rented homes},
  institution = {Town of Example},
  number      = {7},
  year        = {2019},
  address     = {Example}
}

@misc{leaflet,
  title        = {A leaflet of nobody's},
  howpublished = {\url{https://example.org/leaflet}}
}

@inbook{chap, editor = "Ludwig van Houten", author = "Ana Silva", title = "Steps", booktitle = "Stairs",
  publisher = "Example Press", date = {2018-04-03}, isbn = {978-0-00-000000-0}}
"""

RIS = """TY  - JOUR
AU  - van der Berg, Jan
AU  - Warm Homes Team
A1  - Silva, Ana, Jr
TI  - The NHS and cold homes
  a systematic review
T2  - Journal of Warm Homes
PY  - 2020
DA  - 2020/05/03/
VL  - 12
IS  - 3
SP  - 101
EP  - 110
DO  - doi:10.1234/jow.2020_12
UR  - https://example.org/a;https://example.org/b
AB  - Some words of an abstract.
UK  - nothing that anybody needs
ER  -

TY  - CHAP
TI  - Steps
AU  - Silva, Ana
A2  - Houten, Ludwig van
ED  - Berg, Jan
T2  - Stairs
PB  - Example Press
CY  - Example
SN  - 978-0-00-000000-0
Y1  - 2018///
ER  -
"""

CSL = """[
  {"id": "a", "type": "article-journal", "title": "The <i>NHS</i> &amp; cold homes",
   "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
              {"literal": "Warm Homes Team"}, {"name": "Town of Example"}, {"family": "Silva", "given": "Ana", "suffix": "Jr"}],
   "container-title": ["Journal of Warm Homes"], "volume": 12, "issue": "3", "page": "101-110",
   "issued": {"date-parts": [[2020, 5, 3]]}, "DOI": "10.1234/jow.2020_12", "URL": "https://doi.org/10.1234/jow.2020_12",
   "reference-count": 31},
  {"id": "b", "type": "report", "title": "Damp in rented homes", "issued": {"raw": "2019-07"}, "publisher": "Town of Example"}
]"""

# One text that is script in a page, in an attribute, in a string of JavaScript, in a template and in a spreadsheet.
POLYGLOT = """=1+1"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}${7*7}</title>"""


def make_ris(*, count: int) -> str:
    """Return a file of `count` articles that have all but their number in common."""
    one = (
        "TY  - JOUR\nAU  - Silva, Ana\nTI  - Trial number {n}\nJO  - Journal\nPY  - 2020\nDO  - 10.1234/t.{n}\nER  - \n"
    )
    return "".join(one.format(n=number) for number in range(count))
