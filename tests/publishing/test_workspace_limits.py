"""What a file may hold is what the database can hold: no text is cut, no number overflows."""

import pytest
from django.db import models

from fiftysteps.accounts.models import Organisation, Person, Team
from fiftysteps.accounts.workspace.organisations import OrganisationShape, TeamShape
from fiftysteps.accounts.workspace.people import PersonShape
from fiftysteps.accounts.workspace.provenance import SourceShape
from fiftysteps.core.shape_faults import build_shape
from fiftysteps.engagement.models import Insight, Reply
from fiftysteps.engagement.workspace.insights import InsightShape, ReplyShape
from fiftysteps.evidence.models import (
    Area,
    Dataset,
    Finding,
    Indicator,
    LocalLearning,
    Reference,
    Reflection,
    Source,
)
from fiftysteps.evidence.workspace.areas import AreaShape
from fiftysteps.evidence.workspace.datasets import DatasetShape
from fiftysteps.evidence.workspace.findings import FindingShape
from fiftysteps.evidence.workspace.indicators import IndicatorShape
from fiftysteps.evidence.workspace.learning import LearningShape
from fiftysteps.evidence.workspace.references import ReferenceShape
from fiftysteps.evidence.workspace.reflections import ReflectionShape
from fiftysteps.publishing.models import NarrativePage, TopicPage
from fiftysteps.publishing.workspace.page_shapes import PageShape
from fiftysteps.publishing.workspace.topic_shapes import TopicShape
from fiftysteps.strategy.models import Clause, Framework, Measure, Step, StepRole, Strategy, Theme
from fiftysteps.strategy.workspace.frameworks import ClauseShape, FrameworkShape
from fiftysteps.strategy.workspace.step_shapes import MeasureShape, RoleShape, StepShape
from fiftysteps.strategy.workspace.strategies import StrategyShape
from fiftysteps.strategy.workspace.themes import ThemeShape

PAIRS = [
    (SourceShape, Source),
    (OrganisationShape, Organisation),
    (TeamShape, Team),
    (PersonShape, Person),
    (AreaShape, Area),
    (IndicatorShape, Indicator),
    (DatasetShape, Dataset),
    (FindingShape, Finding),
    (ReferenceShape, Reference),
    (LearningShape, LocalLearning),
    (ReflectionShape, Reflection),
    (InsightShape, Insight),
    (ReplyShape, Reply),
    (FrameworkShape, Framework),
    (ClauseShape, Clause),
    (StrategyShape, Strategy),
    (ThemeShape, Theme),
    (StepShape, Step),
    (MeasureShape, Measure),
    (RoleShape, StepRole),
    (TopicShape, TopicPage),
    (PageShape, NarrativePage),
]
# The largest number that every database keeps in a column of each size.
LARGEST = {"PositiveSmallIntegerField": 32_767, "SmallIntegerField": 32_767, "PositiveIntegerField": 2_147_483_647}


def get_columns(kind):
    for shape, model in PAIRS:
        columns = {"id" if field.name == "slug" else field.name: field for field in model._meta.get_fields()}
        for key in shape.model_fields:
            column = columns.get(key)
            if isinstance(column, kind):
                yield pytest.param(shape, key, column, id=f"{shape.__name__}-{key}")


def is_refused(shape, key, value):
    _, faults = build_shape(shape, {key: value}, name="", get_line=len, written={})
    return any(fault.rule.startswith(f'"{key}"') and "missing" not in fault.rule for fault in faults)


@pytest.mark.parametrize(("shape", "key", "column"), tuple(get_columns(models.CharField)))
def test_no_text_is_longer_than_its_column(shape, key, column):
    assert is_refused(shape, key, "x" * (column.max_length + 1))


@pytest.mark.parametrize(("shape", "key", "column"), tuple(get_columns(models.IntegerField)))
def test_no_number_is_larger_than_its_column(shape, key, column):
    too_large = LARGEST[column.get_internal_type()] + 1
    assert is_refused(shape, key, str(too_large) if shape is AreaShape else too_large)
