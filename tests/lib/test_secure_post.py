"""The gateway: only behind TLS with a certificate that is right, and never twice."""

import socket
from email.message import EmailMessage

import pytest

from tests.gateway import Post, known, standing
from zvh.lib import secure_post
from zvh.lib.secure_post import NotTakenError, UnsureError

TO = "balie@stichting.example"


def letter(text="Geheim."):
    made = EmailMessage()
    made["Subject"], made["To"] = "Vertrouwelijk", TO
    made.set_content(text)
    return made


def refused(to=TO):
    with pytest.raises(NotTakenError) as caught:
        secure_post.hand_over(letter(), to=to)
    return caught.value.why


@pytest.mark.eis("P-5")
def test_it_goes_hidden_and_whole(tmp_path):
    with standing(Post(), tmp_path) as post:
        secure_post.hand_over(letter("Een.\n.\n..twee\nDrie."), to=TO)

    assert (post.was_hidden, post.to) == ([True], [TO])
    text = post.letters[0].get_payload()
    assert text.splitlines() == ["Een.", ".", "..twee", "Drie."]


@pytest.mark.eis("P-5")
@pytest.mark.parametrize(
    ("wrong", "why"), [({"tls": False}, "no_tls"), ({"ours": False}, "certificate")]
)
def test_without_tls_that_is_right_nothing_is_said(tmp_path, wrong, why):
    with standing(Post(), tmp_path, **wrong) as post:
        assert refused() == why

    assert post.letters == []


def test_a_gateway_that_is_down_took_nothing():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with known(taken.getsockname()[1]):
            assert refused() == "unreachable"


@pytest.mark.parametrize(
    ("post", "why"),
    [
        (Post(refuses_address=True), "address"),
        (Post(refuses_letter=True), "refused"),
    ],
)
def test_a_gateway_that_refuses_took_nothing(tmp_path, post, why):
    with standing(post, tmp_path):
        assert refused() == why

    assert post.letters == []


@pytest.mark.parametrize("post", [Post(hangs_up=True), Post(is_slow=True)])
def test_of_a_gateway_that_gives_no_answer_nobody_knows(tmp_path, post):
    with standing(post, tmp_path), pytest.raises(UnsureError):
        secure_post.hand_over(letter(), to=TO)

    assert len(post.letters) == 1


def test_an_address_that_cannot_be_said_is_not_an_address(tmp_path):
    with standing(Post(), tmp_path) as post:
        assert refused("balie@münchen.example") == "address"

    assert post.letters == []
