"""Where the own account, the Partijen and their administration are found."""

from django.urls import path

from accounts import beheer, views, views_pages, views_parties, views_replacing

app_name = "accounts"

urlpatterns = [
    path("welkom/", views.welcome, name="welcome"),
    path("account/", views.me, name="me"),
    path("account/hier/", views.here, name="here"),
    path("account/sessies/<uuid:pk>/", views.end_session, name="end_session"),
    path("vergrendelen/", views.lock, name="lock"),
    path("ontgrendelen/", views.unlock, name="unlock"),
    path("pagina/stop/", views_pages.leave, name="leave_page"),
    path("pagina/<uuid:pk>/", views_pages.start, name="secure_page"),
    path("pagina/<uuid:pk>/code/", views_pages.type_code, name="secure_page_code"),
    path("partijen/", views_parties.parties, name="parties"),
    path("partijen/bereikbaar/", views_parties.reach, name="reach"),
    path("partijen/nieuw/", views_parties.add_party, name="add_party"),
    path("partijen/<uuid:pk>/", views_parties.party, name="party"),
    path(
        "partijen/<uuid:pk>/wijzigen/", views_parties.change_party, name="change_party"
    ),
    path("partijen/<uuid:pk>/ondertekening/", views_parties.bind, name="bind"),
    path(
        "partijen/<uuid:pk>/contactpersonen/",
        views_parties.add_contact,
        name="add_contact",
    ),
    path("contactpersonen/<uuid:pk>/", views_parties.change_contact, name="contact"),
    path(
        "contactpersonen/<uuid:pk>/verwijderen/",
        views_parties.remove_contact,
        name="remove_contact",
    ),
    path("beheer/", beheer.authorisations, name="authorisations"),
    path("beheer/autorisaties/<uuid:pk>/bevestigen/", beheer.confirm, name="confirm"),
    path("beheer/autorisaties/<uuid:pk>/intrekken/", beheer.withdraw, name="withdraw"),
    path("beheer/autorisaties/<uuid:pk>/houden/", beheer.keep, name="keep"),
    path("beheer/accounts/nieuw/", beheer.create_user, name="create_user"),
    path("beheer/accounts/<uuid:pk>/", beheer.user, name="user"),
    path("beheer/accounts/<uuid:pk>/rol/", beheer.grant, name="grant"),
    path("beheer/accounts/<uuid:pk>/sluiten/", beheer.deactivate, name="deactivate"),
    path(
        "beheer/accounts/<uuid:pk>/vervangen/",
        views_replacing.choose_successor,
        name="choose_successor",
    ),
    path(
        "beheer/accounts/<uuid:pk>/vervangen/<uuid:successor_pk>/",
        views_replacing.replace,
        name="replace",
    ),
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
