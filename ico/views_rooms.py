"""The pages of the register of rooms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from cases import pages
from ico import rooming
from ico import rules_planning as rules
from ico.forms_rooms import RoomForm
from ico.rooms import Room
from zvh.guard import access
from zvh.guard.gate import gated, listed


@require_safe
@listed("rooms", rules.keep_rooms)
def rooms(request: HttpRequest) -> HttpResponse:
    found = list(Room.objects.visible_to(pages.user_of(request)).for_list())
    access.found(request, count=len(found))
    return TemplateResponse(request, "ico/room_list.html", {"rooms": found})


@require_http_methods(["GET", "POST"])
@listed("new room", rules.keep_rooms)
def add_room(request: HttpRequest) -> HttpResponse:
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rooming.add_room(by=pages.user_of(request), **form.cleaned_data)
        messages.success(request, "De ruimte is toegevoegd.")
        return redirect("ico:rooms")
    return TemplateResponse(request, "ico/room_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@gated(Room, rules.keep_room)
def change_room(request: HttpRequest, room: Room) -> HttpResponse:
    name = room.name
    form = RoomForm(request.POST or None, room=room)
    if request.method == "POST" and form.is_valid():
        rooming.change_room(room, by=pages.user_of(request), **form.cleaned_data)
        messages.success(request, "De ruimte is gewijzigd.")
        return redirect("ico:rooms")
    context = {"form": form, "room": room, "name": name}
    return TemplateResponse(request, "ico/room_form.html", context)
