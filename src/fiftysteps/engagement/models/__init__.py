from fiftysteps.engagement.models.insight import Insight
from fiftysteps.engagement.models.reply import Decision, Reply

__all__ = ["Decision", "Insight", "Reply"]
