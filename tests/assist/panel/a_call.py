"""A call about a bill, as it would stand on an agent's page at three moments."""

from assist.live_state import ChecklistShown, EvidenceShown, FactShown, NextStepShown, ShowingShown
from assist.panel.floor import BriefingPoint
from tests.assist.panel.scripted_desk import ScriptedDesk, WrapUp, card, item
from transcripts.events import (
    CallStarted,
    IdentityChecked,
    LegJoined,
    Speaker,
    TransferAgreed,
    TransferCompleted,
    TransferOffered,
)

CALLER = "•••• 0142"
CARD = "The 12-month discount ended on 1 November. The price of Fibre 600 is 49 euros a month from then on."


def bill_call_rings(desk: ScriptedDesk, call: str = "call-1", caller: str = CALLER) -> None:
    desk.call = call
    desk.write(CallStarted, 0, carrier_call_id="CA1", caller="+15035550142", called="+15035550100")
    desk.says(
        Speaker.BOT, "Northwind Fibre. This is the automated assistant, and the call is recorded.", 200, 4000
    )
    why = desk.says(Speaker.CALLER, "My bill is double what it was last month.", 5000)
    bot = desk.says(Speaker.BOT, "I can check that. I need to know who you are first.", 7200, 2500)
    who = desk.says(Speaker.CALLER, "Maria Gómez. The code is the one you sent me.", 10_500, 2500)
    desk.write(IdentityChecked, 14_000, method="code", verified=True, level=2, attempts=1, customer_id="c1")
    third = desk.says(
        Speaker.CALLER, "This is the third time I call about it. I want a person.", 15_000, 3200
    )
    told = ("Her bill doubled.",)
    desk.write(TransferAgreed, 20_000, transfer_id=f"T{call}", queue="billing", reason="asked", briefing=told)
    desk.write(TransferOffered, 21_000, transfer_id=f"T{call}", agent="ana", attempt=1)
    desk.rings(
        caller,
        (
            BriefingPoint("who", "Maria Gómez, Fibre 600, customer since 2021.", (who,)),
            BriefingPoint("verified", "By code, level 2.", (who,)),
            BriefingPoint("why", "Her bill is double what it was last month.", (why,)),
            BriefingPoint("tried", "The bot looked for the bill and found no fault.", (bot,)),
            BriefingPoint("mood", "Said that this is the third time she calls.", (third,)),
            BriefingPoint("told", "That a person will look at the bill.", ()),
        ),
    )


def bill_call_is_talked(desk: ScriptedDesk, caller: str = CALLER) -> None:
    desk.connects(caller, talked_s=27)
    desk.write(LegJoined, 31_000, leg="agent", carrier_call_id="CA2", conference="CF1")
    desk.write(TransferCompleted, 31_500, transfer_id=f"T{desk.call}", agent="ana", waited_ms=11_500)
    desk.says(
        Speaker.AGENT, "Hello Maria, I see that your bill has doubled. Let me look at it.", 33_000, 3500
    )
    desk.says(Speaker.CALLER, "Yes. Nobody told me that anything would change.", 38_000, 3000)
    desk.says(Speaker.AGENT, "I understand. One moment, I have the bill here.", 42_000, 2500)
    last = desk.says(Speaker.CALLER, "So why is it twice as much as in October?", 50_000, 3000)
    desk.is_saying("and if it stays like")
    chip = card("s2", "", form="chip", query="loyalty discount", title="", section="", version="", band="")
    more = card("s3", "A loyalty discount of 10 euros can be offered for six months.", form="chip")
    desk.help.show(
        showing=ShowingShown(
            card=card("s1", CARD, utterance_id=last), chips=(more, chip), nothing_for="", quiet=False
        ),
        checklists=(
            ChecklistShown(
                name="every_call",
                title="Every call",
                items=(
                    item(
                        "identity",
                        "Make sure who is calling",
                        kind="check",
                        state="done",
                        by="journal",
                        words="verified by code",
                        utterance_id="u4",
                    ),
                    item(
                        "greeting",
                        "Greet by name",
                        state="done",
                        by="meaning",
                        words="Hello Maria",
                        utterance_id="u6",
                    ),
                ),
            ),
            ChecklistShown(
                name="bill",
                title="A bill that rose",
                items=(
                    item("price", "Read out the new price", important=True, regulated=True),
                    item("mail", "Offer to confirm it by e-mail", kind="ask"),
                ),
            ),
        ),
        next_step=NextStepShown(
            item="price",
            stage="explain",
            words="Read out the new price.",
            wording="From the first of November your monthly price is 49 euros.",
        ),
        evidence=(EvidenceShown(utterance_id="u5", words="third time I call", at_ms=18_200),),
        facts=(
            FactShown(name="plan", value="Fibre 600", provenance="our records", utterance_id=""),
            FactShown(name="name", value="Maria Gómez", provenance="said", utterance_id="u4"),
        ),
    )


def bill_call_is_over(desk: ScriptedDesk) -> None:
    desk.wrap_up.saved = WrapUp(
        reason="The bill doubled in November.",
        done="Explained that the 12-month discount ended on 1 November.",
        outcome="She accepts the new price and wants it in writing.",
        follow_ups=("Confirm the price by e-mail by Monday.",),
        notes="",
        disposition="discount",
        missed=("Read out the new price",),
    )
    desk.hangs_up()
