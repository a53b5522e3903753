from fiftysteps.publishing.models.brand import Brand
from fiftysteps.publishing.models.pages import HomePage, HowMadePage, JsnaIndexPage, NarrativePage, TopicPage

__all__ = ["Brand", "HomePage", "HowMadePage", "JsnaIndexPage", "NarrativePage", "TopicPage"]
