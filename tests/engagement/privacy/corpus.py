"""Invented sentences with personal data of ten kinds, and sentences that only look as if they had some.

Nobody in them exists: numbers are made with their check digits, telephones come from the range that Ofcom keeps for
drama, and names are joined by chance. Two sets of sentences: one that rules were tried on, and one that they were not.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

FIRST = [
    "Amina",
    "Mohammed",
    "Shabnam",
    "Rahima",
    "Abdul",
    "Farhana",
    "Ibrahim",
    "Hodan",
    "Ayaan",
    "Faduma",
    "Ioana",
    "Andrei",
    "Mihai",
    "Elena",
    "Florin",
    "Agnieszka",
    "Piotr",
    "Chidi",
    "Ngozi",
    "Funmilayo",
    "Kwame",
    "Abena",
    "Priya",
    "Rajesh",
    "Lakshmi",
    "Suresh",
    "Nimesh",
    "Hetal",
    "Gurpreet",
    "Harjit",
    "Wei",
    "Xiu",
    "Thanh",
    "Linh",
    "Maria",
    "Jose",
    "Ana",
    "Lukas",
    "Ruta",
    "Dorothy",
    "Margaret",
    "Gary",
    "Darren",
    "Chantelle",
    "Kayleigh",
    "Patrick",
    "Siobhan",
    "Winston",
    "Marcia",
    "Leroy",
    "Yusuf",
    "Zainab",
    "Tariq",
    "Saima",
    "Imran",
    "Nasreen",
]
LAST = [
    "Begum",
    "Ali",
    "Khatun",
    "Hossain",
    "Uddin",
    "Warsame",
    "Farah",
    "Abdi",
    "Hassan",
    "Popescu",
    "Ionescu",
    "Dumitru",
    "Kowalska",
    "Nowak",
    "Okafor",
    "Adeyemi",
    "Balogun",
    "Mensah",
    "Boateng",
    "Patel",
    "Shah",
    "Sivakumar",
    "Nadarajah",
    "Singh",
    "Kaur",
    "Chen",
    "Wang",
    "Nguyen",
    "Tran",
    "Silva",
    "Santos",
    "Kazlauskas",
    "Smith",
    "Jones",
    "Wilkinson",
    "Taylor",
    "O'Brien",
    "Murphy",
    "Campbell",
    "Bailey",
    "Grant",
    "Malik",
    "Iqbal",
    "Chaudhry",
    "Qureshi",
    "Hussain",
    "Rahman",
    "Miah",
    "Thompson",
    "Edwards",
]
STREETS = [
    "Katherine Road",
    "Plashet Grove",
    "Sebert Road",
    "Barking Road",
    "Prince Regent Lane",
    "Fife Road",
    "Godbold Road",
    "Leytonstone Road",
    "Whitta Road",
    "Earlham Grove",
    "Capel Road",
    "Boundary Lane",
    "Tollgate Road",
    "Woodgrange Drive",
    "Balaam Street",
    "Cranmer Gardens",
    "Queens Terrace",
    "Victoria Avenue",
    "Nelson Close",
    "Hermit Walk",
]


@dataclass(frozen=True)
class Item:
    """A sentence, and the piece of it that points at a person; look-alikes have none."""

    kind: str
    text: str
    start: int
    end: int


TRIED = {
    "name": (
        "My name is {} and I look after my mother.", "Please ask {} at the desk, she knows.", "I am writing for my neighbour {} who cannot.",
        "{} from the surgery never rang back.", "Thank you to {} for the help.", "My son {} waits since March.",
        "The landlord, {}, does nothing about the damp.", "I spoke to {} twice about the bins.", "Kind regards, {}",
        "It was {} who found me a place.",
    ),
    "address": ("We live at {} and it is damp.", "The flat at {} has mould.", "Rubbish is dumped outside {}, every week.", "I moved from {} in spring.", "Come and see {} yourselves."),
    "postcode": ("My postcode is {}.", "Nothing is done round {} at all.", "{} floods when it rains.", "I am in {}, near the park.", "They never deliver to {} properly."),
    "phone": ("Ring me on {} please.", "My number is {}.", "You can text {} any time.", "Call {} after six.", "{} is my mobile."),
    "e-mail": ("Write to {}.", "My e-mail is {} if you need more.", "I sent it from {} in May.", "Contact: {}", "Answer me at {}, please."),
    "nhs-number": ("My NHS number is {}.", "NHS no. {} and still no letter.", "They asked for {} and found nothing.", "Her number at the hospital is {}.", "Look up {} and you will see."),
    "ni-number": ("My National Insurance number is {}.", "NI {} in case you need it.", "I gave them {} and waited.", "{} is what they have for me.", "Under {} they found another person."),
    "date-of-birth": ("I was born on {}.", "DOB {}.", "My date of birth is {}.", "She was born {} in London.", "Birthday: {}"),
    "bank": ("Pay it to {}.", "My sort code and account are {}.", "They took it from {} twice.", "The refund should go to {}.", "My card {} was charged."),
    "web": ("See {} for pictures of the damp.", "I am {} there.", "I posted it as {} last week.", "Look at {} and you will see.", "It is all on {} to read."),
}  # fmt: skip
HELD_OUT = {
    "name": (
        "Could someone visit {}? He is alone since the funeral.", "Last week {} fell on the steps by the station.", "Our midwife was {} and she was lovely.",
        "Nobody has told {} what happens next.", "I asked for an interpreter and {} came.", "Mrs {} next door pays for everybody's heating.",
        "We miss {} at the lunch club.", "Yours sincerely, {}", "When {} left, the group stopped.", "The form was filled in by {} because my English is weak.",
    ),
    "address": ("The lift has been broken for months in our block, {}.", "There is a rat problem next to {}.", "Please send somebody to {} before winter.", "My mother is at {} by herself.", "We have asked for a crossing outside {} for years."),
    "postcode": ("Why is there no dentist for people in {}?", "Our street ({}) has no trees.", "Everybody around {} says the same.", "I walk from {} to the clinic.", "Check the air at {}, it is bad."),
    "phone": ("If you want to hear more, I am on {}.", "Leave a message at {} for my daughter.", "Tel {}", "I have rung from {} nine times.", "Whoever answers {} was rude."),
    "e-mail": ("Happy to talk, {}.", "They still use my old address {}.", "Please reply ({}).", "{} – that is where to reach me.", "I never had a reply to {}."),
    "nhs-number": ("On the letter it says {} at the top.", "Patient {} was never called.", "The receptionist typed {} wrong.", "My baby's number, {}, is not on the system.", "I quote {} each time."),
    "ni-number": ("Universal Credit has {} for me, which is right.", "I told them: {}.", "They mixed up {} with my brother's.", "On my payslip stands {}.", "Ref. {}, no answer since June."),
    "date-of-birth": ("He was born {} and still waits for a school place.", "For your records, date of birth {}.", "My little girl, born {}, has asthma.", "{} is my date of birth, you can check.", "d.o.b. {} if that helps."),
    "bank": ("Rent goes out of {} every month.", "I was told to use {} for the deposit.", "Someone cloned {} at the market.", "Benefit was sent to {} by mistake.", "Here is {} for the travel costs."),
    "web": ("I wrote about it on {}.", "My shop is at {}.", "Message me, {}, any evening.", "There is a video: {}", "Follow {} to see our garden."),
}  # fmt: skip
LOOK_ALIKES = (
    "The 262 bus is late every morning.", "I rang 111 and waited 45 minutes.", "Call 999 when it is an emergency.", "We are 6 people in 2 rooms since 2019.",
    "It costs £1,250 a month, up from £980 in 2021.", "Newham Hospital was kind to my mother.", "Stratford is better than it was in 2012.", "Green Street needs more bins.",
    "The meeting on 12 March 2024 was cancelled.", "They changed the rules on 01/04/2023.", "I am 35 and have 3 children.", "About 40% of us feel unsafe after 10 pm.",
    "Will there be more buses in May?", "Mark my words, rents will rise.", "Grace and patience are not enough.", "Please open the library on Sunday 10-4.",
    "Universal Credit takes 5 weeks.", "I like the park and the market.", "The council should build homes.", "Covid 19 made it worse.",
    "Page 20 of the form is too hard.", "I waited from 8:30 to 11:45.", "Cycle lanes on Romford Road are dangerous.", "The East Ham market closes at 6.",
    "Level 2 classes are full.", "My blood pressure is 140 over 90.", "The Elizabeth line is good.", "Muslim women need a private swim.",
    "More trees on Barking Road please.", "Every Monday the clinic is full.", "I need a 2 bedroom flat.", "Ward 7 was cold.",
    "Christmas dinner was lovely.", "Not one dentist in 12 months.", "The Royal Docks are far away.", "Bus 58 and 104 do not come on time.",
    "Between 2020 and 2023 nothing changed.", "Rent is 60 percent of my pay.", "I earn 11.44 an hour.", "Two jobs, 50 hours, and still short.",
)  # fmt: skip
KINDS = tuple(TRIED)


def make_corpus(templates: dict[str, tuple[str, ...]], *, each: int, seed: int) -> list[Item]:
    """Return `each` items of every kind, the same for the same seed."""
    chance = random.Random(seed)
    return [item for kind in KINDS for item in _make(kind, templates[kind], each, chance)]


def _make(kind: str, templates: tuple[str, ...], each: int, chance: random.Random) -> Iterator[Item]:
    for number in range(each):
        template = templates[number % len(templates)]
        value = VALUES[kind](chance)
        at = template.index("{}")
        yield Item(kind, template.replace("{}", value), at, at + len(value))


def _name(chance: random.Random) -> str:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    return first if chance.random() < 0.25 else f"{first} {last}"


def _address(chance: random.Random) -> str:
    street, number = chance.choice(STREETS), chance.randrange(1, 300)
    return chance.choice(
        (f"{number} {street}", f"Flat {number % 40 + 1}, {number} {street}", f"{number}A {street}", f"flat {number}")
    )


def _postcode(chance: random.Random) -> str:
    area = chance.choice(("E6", "E7", "E12", "E13", "E15", "E16", "E20", "SW1A", "N1", "EC1A", "B33", "M1", "CR2"))
    code = f"{area} {chance.randrange(1, 10)}{''.join(chance.choice('ABDEFGHJLNPQRSTUWXYZ') for _ in range(2))}"
    return chance.choice((code, code, code.lower(), code.replace(" ", "")))


def _phone(chance: random.Random) -> str:
    last = f"{chance.randrange(1000):03}"
    return chance.choice((f"07700 900{last}", f"07700900{last}", f"+44 7700 900 {last}", f"020 7946 0{last}", f"(020) 7946 0{last}", f"0044 7700 900{last}", f"07700-900-{last}"))  # fmt: skip


def _email(chance: random.Random) -> str:
    name = f"{chance.choice(FIRST)}.{chance.choice(LAST)}".lower().replace("'", "")
    return chance.choice((f"{name}@example.org", f"{name}{chance.randrange(99)}@mail.example.com", f"{name.replace('.', '_')}@example.co.uk", f"{name} at example dot com"))  # fmt: skip


def _nhs(chance: random.Random) -> str:
    while True:
        figures = [chance.randrange(10) for _ in range(9)]
        check = 11 - sum(weight * figure for weight, figure in zip(range(10, 1, -1), figures, strict=True)) % 11
        if check != 10:
            whole = "".join(map(str, [*figures, check % 11]))
            return chance.choice(
                (whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}", f"{whole[:3]}-{whole[3:6]}-{whole[6:]}")
            )


def _insurance(chance: random.Random) -> str:
    letters = chance.choice(("AB", "JC", "PX", "SR", "WK", "ER"))
    pairs = [f"{chance.randrange(100):02}" for _ in range(3)]
    last = chance.choice("ABCD")
    return chance.choice((f"{letters}{''.join(pairs)}{last}", f"{letters} {' '.join(pairs)} {last}", f"{letters}{''.join(pairs)}{last}".lower()))  # fmt: skip


def _birth(chance: random.Random) -> str:
    day, month, year = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(1930, 2024)
    name = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")[month - 1]  # fmt: skip
    return chance.choice((f"{day:02}/{month:02}/{year}", f"{day} {name} {year}", f"{day}.{month}.{year % 100:02}", f"{name} {day}, {year}", f"{day}th {name[:3]} {year}", f"{year}-{month:02}-{day:02}"))  # fmt: skip


def _bank(chance: random.Random) -> str:
    code = "-".join(f"{chance.randrange(100):02}" for _ in range(3))
    account = f"{chance.randrange(10**8):08}"
    figures = [4, *(chance.randrange(10) for _ in range(14))]
    doubled = sum(sum(divmod(2 * figure, 10)) if at % 2 == 0 else figure for at, figure in enumerate(figures))
    card = "".join(map(str, [*figures, -doubled % 10]))
    return chance.choice((f"{code} {account}", f"account {account}", " ".join(card[at : at + 4] for at in range(0, 16, 4)), card))  # fmt: skip


def _web(chance: random.Random) -> str:
    name = chance.choice(FIRST).lower()
    return chance.choice((f"https://{name}.example.org/damp", f"www.{name}-blog.example.com", f"@{name}_e{chance.randrange(20)}", f"@{name}.{chance.choice(LAST).lower().replace(chr(39), '')}"))  # fmt: skip


VALUES = {
    "name": _name, "address": _address, "postcode": _postcode, "phone": _phone, "e-mail": _email, "nhs-number": _nhs,
    "ni-number": _insurance, "date-of-birth": _birth, "bank": _bank, "web": _web,
}  # fmt: skip
