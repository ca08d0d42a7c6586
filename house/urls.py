"""Pages about the house itself."""

from django.urls import path

from house import views, views_lists, views_seats, views_settings, views_terms

app_name = "house"

SETTINGS = "beheer/instellingen/"

urlpatterns = [
    path("hulp/", views.help_page, name="help"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path(SETTINGS, views_settings.settings, name="settings"),
    path(f"{SETTINGS}geschiedenis/", views_settings.changes, name="changes"),
    path(f"{SETTINGS}woorden/", views_settings.words, name="words"),
    path(f"{SETTINGS}woorden/<slug:key>/", views_settings.word, name="word"),
    path(f"{SETTINGS}deelnemers/", views_seats.seats, name="seats"),
    path(f"{SETTINGS}deelnemers/nieuw/", views_seats.add_seat, name="add_seat"),
    path(
        f"{SETTINGS}deelnemers/<int:nth>/weghalen/",
        views_seats.remove_seat,
        name="remove_seat",
    ),
    path(f"{SETTINGS}lijsten/", views_lists.all_lists, name="lists"),
    path(f"{SETTINGS}lijsten/<slug:slug>/", views_lists.one_list, name="list"),
    path(
        f"{SETTINGS}lijsten/<slug:slug>/<slug:key>/",
        views_lists.value,
        name="list_value",
    ),
    path(
        f"{SETTINGS}lijsten/<slug:slug>/<slug:key>/vervallen/",
        views_lists.retire,
        name="list_retire",
    ),
    path(f"{SETTINGS}termijnen/", views_terms.all_terms, name="terms"),
    path(f"{SETTINGS}termijnen/<slug:slug>/", views_terms.term, name="term"),
    path(
        f"{SETTINGS}voorstellen/<uuid:pk>/",
        views_terms.term_change,
        name="term_change",
    ),
    path(
        f"{SETTINGS}voorstellen/<uuid:pk>/bevestigen/",
        views_terms.confirm_term,
        name="confirm_term",
    ),
    path(
        f"{SETTINGS}voorstellen/<uuid:pk>/intrekken/",
        views_terms.withdraw_term,
        name="withdraw_term",
    ),
    path(f"{SETTINGS}<slug:slug>/", views_settings.group, name="setting"),
]
