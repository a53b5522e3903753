"""Every address of the site."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from fiftysteps.publishing.views import (
    account,
    areas,
    brand,
    data,
    duties,
    evidence,
    frameworks,
    gaps,
    indicators,
    moved,
    organisations,
    search,
    sessions,
    steps,
)
from fiftysteps.publishing.views.say import answers, paper, receipts, who
from fiftysteps.publishing.views.say import form as say

urlpatterns = [
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    # The editor's pictures in the sizes that pages ask for; originals and documents are not given out by address.
    re_path(r"^media/(?P<path>images/.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("brand.css", brand.get_brand_css, name="brand"),
    path("strategies/", steps.show_strategies, name="strategies"),
    path("strategies/<slug:slug>/", steps.show_strategy, name="strategy"),
    path("strategies/<slug:slug>/alignment/", frameworks.show_alignment, name="alignment"),
    path("strategies/<slug:strategy>/themes/<slug:slug>/", steps.show_theme, name="theme"),
    path("strategies/<slug:strategy>/steps/<int:number>/", steps.show_step, name="step"),
    path("evidence/", evidence.list_evidence, name="evidence-list"),
    path("reflect/sessions/", sessions.list_sessions, name="sessions"),
    path("reflect/sessions/<int:pk>/", sessions.gather, name="session"),
    path("reflect/sessions/<int:pk>/write/", sessions.write, name="session-write"),
    path("reflect/<str:key>/", sessions.answer, name="invitation"),
    path("reflect/<str:key>/sent/", sessions.thank, name="invitation-sent"),
    path("needs/duties/", duties.list_duties, name="duties"),
    path("evidence/moved/", moved.list_moved, name="moved"),
    path("evidence/moved/<int:pk>/", moved.look, name="moved-look"),
    path("evidence/<slug:slug>/", evidence.show_evidence, name="evidence"),
    path("what-we-heard/", evidence.show_heard, name="heard"),
    path("say/", receipts.list_exercises, name="say-list"),
    path("say/receipt/", receipts.use_receipt, name="say-receipt"),
    path("say/<slug:slug>/", say.start, name="say"),
    path("say/<slug:slug>/decision/", receipts.show_decision, name="say-decision"),
    path("say/<slug:slug>/answers/", answers.show_answers, name="say-answers"),
    path("say/<slug:slug>/who/", who.show_who, name="say-who"),
    path("say/<slug:slug>/paper/", paper.show_paper, name="say-paper"),
    path("say/<slug:slug>/children/", say.start_child, name="say-children"),
    path("say/<slug:slug>/back/", say.come_back, name="say-back"),
    path("say/<slug:slug>/saved/", say.saved, name="say-saved"),
    path("say/<slug:slug>/sent/", say.sent, name="say-sent"),
    path("say/<slug:slug>/leave/", say.leave, name="say-leave"),
    path("say/<slug:slug>/<slug:step>/", say.show_step, name="say-step"),
    path("indicators/", indicators.list_indicators, name="indicators"),
    path("indicators/dictionary/", indicators.show_dictionary, name="dictionary"),
    path("indicators/dictionary/data.csv", indicators.get_dictionary_csv, name="dictionary-csv"),
    path("indicators/<slug:slug>/", indicators.show_indicator, name="indicator"),
    path("indicators/<slug:slug>/data.csv", indicators.get_indicator_csv, name="indicator-csv"),
    path("indicators/<slug:slug>/cite.json", indicators.get_indicator_citation, name="indicator-citation"),
    path("organisations/", organisations.list_organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.show_organisation, name="organisation"),
    path("frameworks/", frameworks.list_frameworks, name="frameworks"),
    path("frameworks/<slug:slug>/", frameworks.show_framework, name="framework"),
    path("areas/", areas.list_areas, name="areas"),
    path("areas/<slug:code>/", areas.show_area, name="area"),
    path("areas/<slug:code>/profile.csv", areas.get_profile_csv, name="area-profile-csv"),
    path("areas/<slug:code>/people.csv", areas.get_people_csv, name="area-people-csv"),
    path("data/", data.list_data, name="data"),
    path("gaps/", gaps.list_gaps, name="gaps"),
    path("gaps/<slug:rule>/waive/<path:object_key>/", gaps.waive, name="gap-waive"),
    path("gaps/<slug:rule>/withdraw/<path:object_key>/", gaps.withdraw, name="gap-withdraw"),
    path("search/", search.search, name="search"),
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("account/", account.show_account, name="account"),
    path("", include(wagtail_urls)),
]
