"""`Queues` and their `Members`."""

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.program import Facilities, Program
from voice.sandbox.rest_requests import Json, Parameters
from voice.sandbox.rest_shapes import Shapes


class RestQueues:
    def __init__(self, facilities: Facilities, shapes: Shapes) -> None:
        self._facilities = facilities
        self._queues = facilities.queues
        self._shapes = shapes

    def all(self) -> list[Json]:
        return [self._shapes.queue(line) for line in self._queues.lines.values()]

    def create(self, parameters: Parameters) -> Json:
        parameters.only({"FriendlyName", "MaxSize"})
        name = parameters.get("FriendlyName")
        if not name:
            raise CarrierError(20001, 400, "FriendlyName is required")
        return self._shapes.queue(self._queues.create(name, round(parameters.number("MaxSize", 1000))))

    def get(self, sid: str) -> Json:
        return self._shapes.queue(self._queues.find(sid))

    def update(self, sid: str, parameters: Parameters) -> Json:
        parameters.only({"FriendlyName", "MaxSize"})
        line = self._queues.find(sid)
        line.name = parameters.get("FriendlyName", line.name)
        line.most = round(parameters.number("MaxSize", line.most))
        return self._shapes.queue(line)

    def delete(self, sid: str) -> None:
        line = self._queues.find(sid)
        if line.waiting:
            raise CarrierError(22002, 400, "The queue is not empty")
        del self._queues.lines[sid]

    def members(self, sid: str) -> list[Json]:
        return [self._shapes.queue_member(one) for one in self._queues.find(sid).waiting]

    def member(self, sid: str, call_sid: str) -> Json:
        return self._shapes.queue_member(self._queues.member(self._queues.find(sid), call_sid))

    def take_out(self, sid: str, call_sid: str, parameters: Parameters) -> Json:
        """Sends whoever waits to another document."""
        parameters.only({"Url", "Method"})
        waiting = self._queues.member(self._queues.find(sid), call_sid)
        ask = parameters.ask("Url")
        if ask is None:
            raise CarrierError(20001, 400, "Url is required")
        answer = self._shapes.queue_member(waiting)
        floor = self._facilities.floor
        floor.redirect(waiting.leg, lambda leg: Program(self._facilities, leg).run_from(ask))
        return answer
