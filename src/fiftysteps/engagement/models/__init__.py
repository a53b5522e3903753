from fiftysteps.engagement.models.community import Community, ReachPlan, ReachTarget
from fiftysteps.engagement.models.exercise import (
    Exercise,
    ExerciseKind,
    ExerciseOption,
    ExerciseState,
    Question,
    QuestionKind,
    Wording,
)
from fiftysteps.engagement.models.hold import Hold
from fiftysteps.engagement.models.insight import Insight
from fiftysteps.engagement.models.opinion import OpinionMap, PublishedOpinions, StatementCount
from fiftysteps.engagement.models.protection import Alarm, Arrival, Group, SafeguardingFlag
from fiftysteps.engagement.models.reply import Decision, Reply
from fiftysteps.engagement.models.response import (
    AboutYou,
    Answer,
    Attachment,
    Capacity,
    Channel,
    Considered,
    Contact,
    HalfFilled,
    Response,
    SecondEntry,
    Standing,
    Statement,
    StatementVote,
    Vote,
)
from fiftysteps.engagement.models.session import Invitation, ListeningSession, SessionCount, SessionKind, SessionPoint
from fiftysteps.engagement.models.turnout import PublishedTurnout, Turnout, TurnoutCount

__all__ = [
    "AboutYou",
    "Alarm",
    "Answer",
    "Arrival",
    "Attachment",
    "Capacity",
    "Channel",
    "Community",
    "Considered",
    "Contact",
    "Decision",
    "Exercise",
    "ExerciseKind",
    "ExerciseOption",
    "ExerciseState",
    "Group",
    "HalfFilled",
    "Hold",
    "Insight",
    "Invitation",
    "ListeningSession",
    "OpinionMap",
    "PublishedOpinions",
    "PublishedTurnout",
    "Question",
    "QuestionKind",
    "ReachPlan",
    "ReachTarget",
    "Reply",
    "Response",
    "SafeguardingFlag",
    "SecondEntry",
    "SessionCount",
    "SessionKind",
    "SessionPoint",
    "Standing",
    "Statement",
    "StatementCount",
    "StatementVote",
    "Turnout",
    "TurnoutCount",
    "Vote",
    "Wording",
]
