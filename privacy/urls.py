"""Where it is shown how the law is kept, and where akkoord is asked and given."""

from django.urls import path

from privacy import (
    views,
    views_approvals,
    views_proposals,
    views_receiving,
    views_shipments,
)

app_name = "privacy"
urlpatterns = [
    path("verwijderingen/", views.removals, name="removals"),
    path("verstrekkingen/", views.disclosures, name="disclosures"),
    path("geinformeerd/", views.told, name="told"),
    path("delen/", views_approvals.own_sharing, name="own_sharing"),
    path(
        "akkoord/<uuid:pk>/", views_approvals.approval_request, name="approval_request"
    ),
    path(
        "akkoord/<uuid:pk>/klopt-niet/",
        views_approvals.contest_approval,
        name="contest_approval",
    ),
    path(
        "akkoord/<uuid:pk>/vastleggen/",
        views_approvals.note_approval,
        name="note_approval",
    ),
    path(
        "teruggehaald/<uuid:pk>/",
        views_approvals.confirm_deletion,
        name="confirm_deletion",
    ),
    path("casussen/<uuid:pk>/naar-buiten/", views_proposals.outside, name="outside"),
    path(
        "casussen/<uuid:pk>/naar-buiten/nieuw/", views_proposals.propose, name="propose"
    ),
    path("naar-buiten/<uuid:pk>/", views_proposals.proposal, name="proposal"),
    path(
        "naar-buiten/<uuid:pk>/toetsen/",
        views_proposals.test_proposal,
        name="test_proposal",
    ),
    path(
        "naar-buiten/<uuid:pk>/akkoord/",
        views_proposals.ask_outside,
        name="ask_outside",
    ),
    path(
        "naar-buiten/<uuid:pk>/verstrekken/",
        views_proposals.send_outside,
        name="send_outside",
    ),
    path(
        "naar-buiten/<uuid:pk>/vervallen/",
        views_proposals.drop_proposal,
        name="drop_proposal",
    ),
    path(
        "naar-buiten/<uuid:pk>/pdf/", views_proposals.proposal_pdf, name="proposal_pdf"
    ),
    path(
        "naar-buiten/<uuid:pk>/word/",
        views_proposals.proposal_word,
        name="proposal_word",
    ),
    path(
        "naar-buiten/<uuid:pk>/toets-achteraf/",
        views_proposals.review_proposal,
        name="review_proposal",
    ),
    path("beveiligde-mail/<uuid:pk>/", views_shipments.shipment, name="shipment"),
    path(
        "beveiligde-mail/<uuid:pk>/stoppen/",
        views_shipments.stop_shipment,
        name="stop_shipment",
    ),
    path("niet-uitgegaan/<uuid:pk>/", views_shipments.stopped, name="stopped"),
    path(
        "verstrekt/<uuid:pk>/",
        views_receiving.received_outside,
        name="received_outside",
    ),
    path(
        "verstrekt/<uuid:pk>/pdf/",
        views_receiving.received_outside_pdf,
        name="received_outside_pdf",
    ),
    path("inbreng/<uuid:pk>/eigen-taak/", views_approvals.own_task, name="own_task"),
]
