from fiftysteps.evidence.models.area import Area, AreaSuccession, AreaType, Boundary
from fiftysteps.evidence.models.build import Build
from fiftysteps.evidence.models.dataset import Dataset, Release, Source
from fiftysteps.evidence.models.duty import Duty, DutyProof, DutySubject
from fiftysteps.evidence.models.evidence import Evidence, EvidenceKind
from fiftysteps.evidence.models.finding import Finding
from fiftysteps.evidence.models.indicator import DisclosureRule, Indicator, IndicatorKind, Method, Polarity
from fiftysteps.evidence.models.learning import LocalLearning, Verdict
from fiftysteps.evidence.models.movement import Movement, SeenFigure, Standing
from fiftysteps.evidence.models.neighbour import Neighbour
from fiftysteps.evidence.models.reference import Reference, ReferenceKind, Strength
from fiftysteps.evidence.models.reflection import Reflection
from fiftysteps.evidence.models.session import PointHeading, ReflectionPoint, ReflectionSession, ReflectionTheme

__all__ = [
    "Area",
    "AreaSuccession",
    "AreaType",
    "Boundary",
    "Build",
    "Dataset",
    "DisclosureRule",
    "Duty",
    "DutyProof",
    "DutySubject",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "Indicator",
    "IndicatorKind",
    "LocalLearning",
    "Method",
    "Movement",
    "Neighbour",
    "PointHeading",
    "Polarity",
    "Reference",
    "ReferenceKind",
    "Reflection",
    "ReflectionPoint",
    "ReflectionSession",
    "ReflectionTheme",
    "Release",
    "SeenFigure",
    "Source",
    "Standing",
    "Strength",
    "Verdict",
]
