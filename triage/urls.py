"""Where intake, the weging and what follows are."""

from django.urls import path

from triage import views, views_intake, views_outcome

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
]
weging = [
    path("weging/", views.current, name="current"),
    path("weging/<uuid:pk>/", views.meeting, name="meeting"),
    path("weging/<uuid:pk>/agenda/", views.send_agenda, name="send_agenda"),
    path("weging/<uuid:pk>/voorzitter/", views.name_chair, name="name_chair"),
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
    path("casussen/<uuid:pk>/ondersteuning/", views_outcome.support, name="support"),
    path(
        "casussen/<uuid:pk>/ondersteuning/afronden/",
        views_outcome.end_support,
        name="end_support",
    ),
]

urlpatterns = [*intake, *weging, *outcome]
