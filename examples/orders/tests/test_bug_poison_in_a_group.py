"""Bug 5: a message that nobody can process blocks its FIFO group.

Ann mistyped her address, then corrected it. Changes of address stay in order per customer (her e-mail address is the
message group), and the first one cannot be processed: as long as it lies in the queue, the correction behind it is
not even handed out. There was no dead-letter queue: Ann's parcels would have gone to the old address for four days.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from orders.addresses import AddressBook, AddressChange, publish_change
from orders.settings import Settings

from fakeaws import World

MISTYPED = AddressChange("c-1", "ann@example.com", "Rue Verte 1, Lille, FT")
CORRECTED = AddressChange("c-2", "ann@example.com", "Rue Verte 1, Lille, FR")
OF_BOB = AddressChange("c-3", "bob@example.com", "Gasse 2, Ulm, DE")


def move_house(settings: Settings) -> tuple[str, ...]:
    """The ids of what was published: the poison, what is behind it, and another customer's change."""
    return tuple(publish_change(change, settings) for change in (MISTYPED, CORRECTED, OF_BOB))


@pytest.mark.parametrize("settings", [Settings(max_receives=0)], ids=["no-dead-letter-queue"])
def test_the_correction_waits_behind_the_mistake(aws: World, settings: Settings, addresses: AddressBook) -> None:
    mistyped, corrected, of_bob = move_house(settings)
    aws.clock.advance(minutes=10)
    assert addresses.addresses == {"bob@example.com": "Gasse 2, Ulm, DE"}  # other customers flow
    assert aws.trace(of_bob).fates == {"addresses.fifo": "deleted"}
    assert len(aws.trace(mistyped).deliveries) == 21  # every 30 s
    assert aws.trace(corrected).deliveries == []
    assert aws.trace(corrected).fates == {"addresses.fifo": "visible"}
    finding = aws.diagnose()[0]
    assert finding.rule == "fifo-group-blocked"
    assert "dead-letter queue" in finding.fix


@pytest.mark.parametrize("settings", [Settings(max_receives=0, retention_seconds=3600)], ids=["no-dead-letter-queue"])
def test_only_the_end_of_its_retention_ends_it_and_takes_the_correction_along(
    aws: World, settings: Settings, addresses: AddressBook
) -> None:
    _, corrected, _ = move_house(settings)
    aws.clock.advance(hours=1, seconds=1)
    assert aws.trace(corrected).fates == {"addresses.fifo": "expired"}
    assert "ann@example.com" not in addresses.addresses


def test_the_fix_lets_a_dead_letter_queue_take_it_after_three_receives(
    aws: World, settings: Settings, addresses: AddressBook
) -> None:
    mistyped, corrected, of_bob = move_house(settings)
    aws.clock.advance(seconds=89)
    assert "ann@example.com" not in addresses.addresses
    aws.clock.advance(seconds=1)
    assert addresses.addresses == {
        "ann@example.com": "Rue Verte 1, Lille, FR",
        "bob@example.com": "Gasse 2, Ulm, DE",
    }
    assert aws.trace(mistyped).fates == {"addresses.fifo": "dead-lettered", "addresses-dlq.fifo": "visible"}
    assert [d.at for d in aws.trace(corrected).deliveries] == [timedelta(seconds=90)]
    assert aws.trace(of_bob).fates == {"addresses.fifo": "deleted"}
    assert aws.diagnose() == []
