"""Where the pages are of who is invited: own meetings, preparing, bringing in."""

from django.urls import path

from ico import views_guests, views_invited, views_preparing

urlpatterns = [
    path("uw-overleggen/", views_invited.invitations, name="invitations"),
    path("uitnodigingen/<uuid:pk>/", views_invited.invitation, name="invitation"),
    path(
        "uitnodigingen/<uuid:pk>/collega/",
        views_invited.send_colleague,
        name="send_colleague",
    ),
    path(
        "uitnodigingen/<uuid:pk>/vervanger/",
        views_guests.invite_colleague,
        name="invite_colleague",
    ),
    path("uitnodigingen/<uuid:pk>/antwoord/", views_invited.answer, name="answer"),
    path(
        "uitnodigingen/<uuid:pk>/inbreng/", views_invited.contribute, name="contribute"
    ),
    path(
        "uitnodigingen/<uuid:pk>/voorbereiding/<slug:topic>/",
        views_preparing.prepare,
        name="prepare",
    ),
    path(
        "uitnodigingen/<uuid:pk>/weer-open/",
        views_preparing.open_again,
        name="open_invitation_again",
    ),
    path("uitnodigingen/<uuid:pk>/inleveren/", views_preparing.hand_in, name="hand_in"),
    path(
        "uitnodigingen/<uuid:pk>/intrekken/",
        views_guests.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "uitnodigingen/<uuid:invitation_pk>/inbreng/<uuid:pk>/vrijgeven/",
        views_invited.release_own,
        name="release_own",
    ),
    path(
        "uitnodigingen/<uuid:invitation_pk>/inbreng/<uuid:pk>/intrekken/",
        views_invited.take_back,
        name="take_back",
    ),
]
