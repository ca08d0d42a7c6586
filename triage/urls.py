"""Where intake, the weging and what follows are."""

from django.urls import path

from triage import (
    views,
    views_answers,
    views_inquiries,
    views_intake,
    views_meeting,
    views_outcome,
)

app_name = "triage"

intake = [
    path("aanmeldingen/", views_intake.intake_list, name="intake_list"),
    path("casussen/<uuid:pk>/intake/", views_intake.intake, name="intake"),
    path(
        "casussen/<uuid:pk>/intake/volledig/",
        views_intake.judge_complete,
        name="judge_complete",
    ),
    path(
        "casussen/<uuid:pk>/intake/aanvullen/",
        views_intake.ask_completion,
        name="ask_completion",
    ),
    path(
        "casussen/<uuid:pk>/intake/doel/",
        views_intake.decide_purpose,
        name="decide_purpose",
    ),
    path("casussen/<uuid:pk>/intake/partijen/", views_intake.involve, name="involve"),
    path("casussen/<uuid:pk>/intake/voorstel/", views_intake.propose, name="propose"),
]
weging = [
    path("weging/", views.current, name="current"),
    path("weging/<uuid:pk>/", views.meeting, name="meeting"),
    path("weging/<uuid:pk>/agenda/", views.send_agenda, name="send_agenda"),
    path("weging/<uuid:pk>/voorzitter/", views.name_chair, name="name_chair"),
    path("weging/<uuid:pk>/verslag/", views_meeting.read_minutes, name="minutes"),
    path("weging/<uuid:pk>/afzeggen/", views_meeting.call_off, name="call_off"),
    path(
        "weging/<uuid:pk>/aanwezig/<uuid:invitation_pk>/",
        views_meeting.note_presence,
        name="note_presence",
    ),
    path("weging/<uuid:pk>/sluiten/", views.close_meeting, name="close_meeting"),
    path("weging/casus/<uuid:pk>/", views.item, name="item"),
    path("weging/casus/<uuid:pk>/sneltoetsen/", views.switch_keys, name="switch_keys"),
    path("weging/besluit/<uuid:pk>/herzien/", views.revise, name="revise"),
]
outcome = [
    path("advies/<uuid:pk>/", views_outcome.advice, name="advice"),
    path("advies/<uuid:pk>/downloaden/", views_outcome.take_advice, name="take_advice"),
    path(
        "advies/<uuid:pk>/schrijven/", views_outcome.write_advice, name="write_advice"
    ),
    path("advies/<uuid:pk>/versturen/", views_outcome.send_advice, name="send_advice"),
    path("advies/<uuid:pk>/terughalen/", views_outcome.hold_advice, name="hold_advice"),
    path("casussen/<uuid:pk>/ondersteuning/", views_outcome.support, name="support"),
    path(
        "casussen/<uuid:pk>/ondersteuning/afronden/",
        views_outcome.end_support,
        name="end_support",
    ),
]

inquiries = [
    path("casussen/<uuid:pk>/uitvraag/", views_inquiries.inquiries, name="inquiries"),
    path("casussen/<uuid:pk>/uitvraag/versturen/", views_inquiries.ask, name="ask"),
    path(
        "uitvraag/<uuid:pk>/vastleggen/",
        views_inquiries.record_answer,
        name="record_answer",
    ),
    path(
        "uitvraag/<uuid:pk>/sluiten/",
        views_inquiries.close_inquiry,
        name="close_inquiry",
    ),
    path("vragen/", views_answers.own_inquiries, name="own_inquiries"),
    path("vragen/<uuid:pk>/", views_answers.inquiry, name="inquiry"),
    path("vragen/<uuid:pk>/betwisten/", views_answers.contest, name="contest"),
    path(
        "vragen/<uuid:pk>/aanvullen/", views_answers.add_to_answer, name="add_to_answer"
    ),
    path(
        "vragen/<uuid:inquiry_pk>/<uuid:pk>/corrigeren/",
        views_answers.correct,
        name="correct",
    ),
    path(
        "vragen/<uuid:inquiry_pk>/<uuid:pk>/intrekken/",
        views_answers.take_back,
        name="take_back",
    ),
]

urlpatterns = [*intake, *weging, *outcome, *inquiries]
