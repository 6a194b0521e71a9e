"""The company's resources as Twilio writes them into JSON: names, RFC 2822 dates, strings for numbers."""

from datetime import timedelta
from email.utils import format_datetime

from transcripts.events import Milliseconds
from voice.sandbox.company_floor import Floor
from voice.sandbox.company_queues import Waiting, WaitingLine
from voice.sandbox.company_recordings import KeptRecording
from voice.sandbox.company_rooms import Room
from voice.sandbox.company_streams import Fork
from voice.sandbox.conference import ConferenceStatus
from voice.sandbox.conference_members import Member, MemberStatus
from voice.sandbox.identity import API_VERSION
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.rest_requests import Json


class Shapes:
    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.root = f"/{API_VERSION}/Accounts/{floor.account.sid}"

    def call(self, leg: Leg) -> Json:
        base = f"{self.root}/Calls/{leg.sid}"
        over = leg.ended_ms is not None
        answered = leg.answered_ms is not None
        return {
            "account_sid": self._floor.account.sid,
            "annotation": None,
            "answered_by": None,
            "api_version": API_VERSION,
            "caller_name": None,
            "date_created": self._date(leg.created_ms),
            "date_updated": self._date(self._floor.clock.now_ms),
            "direction": leg.identity.direction,
            "duration": str(-(-leg.duration_ms // 1000)) if over else None,
            "end_time": self._date(leg.ended_ms),
            "forwarded_from": None,
            "from": leg.identity.from_number,
            "from_formatted": leg.identity.from_number,
            "group_sid": None,
            "parent_call_sid": leg.identity.parent_sid or None,
            "phone_number_sid": None,
            "price": None,
            "price_unit": "USD",
            "queue_time": "0",
            "sid": leg.sid,
            "start_time": self._date(leg.answered_ms) if answered else None,
            "status": leg.status.value,
            "subresource_uris": {
                name: f"{base}/{resource}.json"
                for name, resource in (
                    ("notifications", "Notifications"),
                    ("recordings", "Recordings"),
                    ("streams", "Streams"),
                )
            },
            "to": leg.identity.to_number,
            "to_formatted": leg.identity.to_number,
            "trunk_sid": None,
            "uri": f"{base}.json",
        }

    def stream(self, leg: Leg, fork: Fork) -> Json:
        return {
            "account_sid": self._floor.account.sid,
            "call_sid": leg.sid,
            "date_updated": self._date(self._floor.clock.now_ms),
            "name": fork.noun.name or None,
            "sid": fork.sid,
            "status": fork.status,
            "uri": f"{self.root}/Calls/{leg.sid}/Streams/{fork.sid}.json",
        }

    def conference(self, room: Room) -> Json:
        conference = room.conference
        base = f"{self.root}/Conferences/{conference.sid}"
        return {
            "account_sid": self._floor.account.sid,
            "api_version": API_VERSION,
            "call_sid_ending_conference": conference.ended_by or None,
            "date_created": self._date(room.created_ms),
            "date_updated": self._date(room.updated_ms),
            "friendly_name": conference.friendly_name,
            "reason_conference_ended": conference.why_ended.value if conference.why_ended else None,
            "region": "us1",
            "sid": conference.sid,
            "status": conference.status.value,
            "subresource_uris": {
                "participants": f"{base}/Participants.json",
                "recordings": f"{base}/Recordings.json",
            },
            "uri": f"{base}.json",
        }

    def participant(self, room: Room, member: Member) -> Json:
        conference = room.conference
        uri = f"{self.root}/Conferences/{conference.sid}/Participants/{member.call_sid}.json"
        return {
            "account_sid": self._floor.account.sid,
            "call_sid": member.call_sid,
            "call_sid_to_coach": member.call_sid_to_coach or None,
            "coaching": member.coaching,
            "conference_sid": conference.sid,
            "date_created": self._date(room.created_ms),
            "date_updated": self._date(room.updated_ms),
            "end_conference_on_exit": member.end_on_exit,
            "hold": member.hold,
            "label": member.label or None,
            "muted": member.muted,
            "queue_time": "0",
            "start_conference_on_enter": member.rules.start_on_enter,
            "status": self._participant_status(room, member),
            "uri": uri,
        }

    def queue(self, line: WaitingLine) -> Json:
        now_ms = self._floor.clock.now_ms
        base = f"{self.root}/Queues/{line.sid}"
        return {
            "account_sid": self._floor.account.sid,
            "average_wait_time": line.average_wait_s(now_ms),
            "current_size": len(line.waiting),
            "date_created": self._date(line.created_ms),
            "date_updated": self._date(now_ms),
            "friendly_name": line.name,
            "max_size": line.most,
            "sid": line.sid,
            "subresource_uris": {"members": f"{base}/Members.json"},
            "uri": f"{base}.json",
        }

    def queue_member(self, waiting: Waiting) -> Json:
        line, call_sid = waiting.queue, waiting.leg.sid
        return {
            "call_sid": call_sid,
            "date_enqueued": self._date(waiting.since_ms),
            "position": line.waiting.index(waiting) + 1 if waiting in line.waiting else 0,
            "queue_sid": line.sid,
            "uri": f"{self.root}/Queues/{line.sid}/Members/{call_sid}.json",
            "wait_time": (self._floor.clock.now_ms - waiting.since_ms) // 1000,
        }

    def recording(self, kept: KeptRecording) -> Json:
        done = kept.status == "completed"
        return {
            "account_sid": self._floor.account.sid,
            "api_version": API_VERSION,
            "call_sid": kept.leg.sid,
            "channels": kept.channels,
            "conference_sid": None,
            "date_created": self._date(kept.started_ms),
            "date_updated": self._date(self._floor.clock.now_ms),
            "duration": str(-(-kept.duration_ms // 1000)) if done else None,
            "encryption_details": None,
            "error_code": None,
            "price": None,
            "price_unit": "USD",
            "sid": kept.sid,
            "source": kept.source,
            "start_time": self._date(kept.started_ms),
            "status": kept.status,
            "track": "both",
            "uri": f"{self.root}/Recordings/{kept.sid}.json",
        }

    def _participant_status(self, room: Room, member: Member) -> str:
        leg = self._floor.legs.get(member.call_sid)
        if member.status is MemberStatus.QUEUED and leg is not None and leg.status is LegStatus.RINGING:
            return "ringing"
        if room.conference.status is ConferenceStatus.COMPLETED and member.is_connected:
            return "complete"
        return member.status.value

    def _date(self, at_ms: Milliseconds | None) -> str | None:
        if at_ms is None:
            return None
        ago = timedelta(milliseconds=self._floor.clock.now_ms - at_ms)
        return format_datetime((self._floor.wall() - ago).replace(microsecond=0))
