"""Where the pages are on which the carrying out of plans is followed."""

from django.urls import path

from ico import (
    views_actions,
    views_ending,
    views_involvement,
    views_monitor,
    views_regie,
    views_reporting,
)

urlpatterns = [
    path("afspraken/", views_actions.action_list, name="actions"),
    path("uw-afspraken/", views_actions.own_actions, name="own_actions"),
    path(
        "afspraken/<uuid:pk>/wijzigen/",
        views_actions.change_action,
        name="change_action",
    ),
    path("afspraken/<uuid:pk>/vervalt/", views_actions.drop_action, name="drop_action"),
    path("monitor/", views_monitor.overview, name="monitor"),
    path("afspraken/<uuid:pk>/", views_reporting.action_report, name="action_report"),
    path(
        "afspraken/<uuid:pk>/toch-niet-gedaan/",
        views_reporting.take_report_back,
        name="take_report_back",
    ),
    path(
        "afspraken/<uuid:pk>/zonder-account/",
        views_reporting.give_page,
        name="give_agreement_page",
    ),
    path(
        "afspraken/<uuid:pk>/niet-nagekomen/",
        views_reporting.signal_not_kept,
        name="signal_not_kept",
    ),
    path(
        "afspraken/<uuid:pk>/ontwikkelingen/",
        views_involvement.developments,
        name="developments",
    ),
    path("afspraken/<uuid:pk>/stoppen/", views_involvement.leave, name="leave"),
    path(
        "casussen/<uuid:pk>/ontwikkelingen/",
        views_involvement.case_developments,
        name="case_developments",
    ),
    path(
        "casussen/<uuid:pk>/stoppen/",
        views_involvement.leave_case,
        name="leave_case",
    ),
    path(
        "ontwikkelingen/<uuid:pk>/",
        views_involvement.development,
        name="development",
    ),
    path("opvolging/<uuid:pk>/", views_involvement.succeed, name="succeed"),
    path(
        "afspraken/<uuid:pk>/aanspreken/",
        views_monitor.call_to_account,
        name="call_to_account",
    ),
    path("aangesproken/<uuid:pk>/", views_monitor.answer_call, name="answer_call"),
    path("afspraken/<uuid:pk>/effect/", views_monitor.judge_effect, name="effect"),
    path("casussen/<uuid:pk>/evaluatie/", views_ending.evaluate, name="evaluate"),
    path("casussen/<uuid:pk>/opschalen/", views_monitor.escalate, name="escalate"),
    path("opschalingen/<uuid:pk>/", views_monitor.escalation, name="escalation"),
    path("casussen/<uuid:pk>/regie/", views_regie.regie, name="regie"),
    path(
        "casussen/<uuid:pk>/regie/overdragen/",
        views_regie.hand_over,
        name="hand_over_regie",
    ),
    path("signalen/<uuid:pk>/", views_reporting.settle, name="settle_signal"),
    path("signalen/<uuid:pk>/door/", views_reporting.pass_on, name="pass_on_signal"),
    path(
        "terugmeldingen/bijlagen/<uuid:pk>/",
        views_reporting.report_file,
        name="report_file",
    ),
]
