"""Where it is shown how the law is kept, and where akkoord is asked and given."""

from django.urls import path

from privacy import views, views_approvals

app_name = "privacy"
urlpatterns = [
    path("verwijderingen/", views.removals, name="removals"),
    path("verstrekkingen/", views.disclosures, name="disclosures"),
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
    path("inbreng/<uuid:pk>/eigen-taak/", views_approvals.own_task, name="own_task"),
]
