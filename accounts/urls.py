"""Where the own account, the Partijen and their administration are found."""

from django.urls import path

from accounts import beheer, views

app_name = "accounts"

urlpatterns = [
    path("account/", views.me, name="me"),
    path("account/sessies/<uuid:pk>/", views.end_session, name="end_session"),
    path("vergrendelen/", views.lock, name="lock"),
    path("ontgrendelen/", views.unlock, name="unlock"),
    path("partijen/", views.parties, name="parties"),
    path("partijen/<uuid:pk>/", views.party, name="party"),
    path("partijen/<uuid:pk>/ondertekening/", views.bind, name="bind"),
    path("partijen/<uuid:pk>/contactpersonen/", views.add_contact, name="add_contact"),
    path(
        "contactpersonen/<uuid:pk>/verwijderen/",
        views.remove_contact,
        name="remove_contact",
    ),
    path("beheer/", beheer.authorisations, name="authorisations"),
    path("beheer/autorisaties/<uuid:pk>/bevestigen/", beheer.confirm, name="confirm"),
    path("beheer/autorisaties/<uuid:pk>/intrekken/", beheer.withdraw, name="withdraw"),
    path("beheer/accounts/nieuw/", beheer.create_user, name="create_user"),
    path("beheer/accounts/<uuid:pk>/", beheer.user, name="user"),
    path("beheer/accounts/<uuid:pk>/rol/", beheer.grant, name="grant"),
    path("beheer/accounts/<uuid:pk>/sluiten/", beheer.deactivate, name="deactivate"),
    path(
        "beheer/accounts/<uuid:pk>/wachtwoord/",
        beheer.renew_password,
        name="renew_password",
    ),
    path(
        "beheer/accounts/<uuid:pk>/tweede-stap/",
        beheer.reset_factor,
        name="reset_factor",
    ),
]
