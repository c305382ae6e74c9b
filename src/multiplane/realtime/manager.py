"""Handing one event to hundreds of sockets, at the cost of a list and not of a task for each."""

import asyncio
import logging
from typing import Any

import socketio
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

log = logging.getLogger("multiplane.realtime")


class Manager(socketio.AsyncManager):  # type: ignore[misc]
    """The library's, with an `emit` that puts the same encoded packet in each socket's queue, one after the other."""

    async def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, to: Any = None, **options: Any
    ) -> None:
        """Send `data`, a JSON object, to the sockets in these rooms. None of them is waited for."""
        if namespace in self.rooms:
            encoded = self.server.packet_class(EVENT, namespace=namespace, data=[event, data]).encode()
            packet = EnginePacket(MESSAGE, encoded)
            for _sid, socket in list(self.get_participants(namespace, to or room)):
                try:
                    await self.server._send_eio_packet(socket, packet)
                except SocketIsClosedError:
                    continue  # it left while we were at the others
                except Exception:
                    log.exception("an event could not be handed to a socket")
        await asyncio.sleep(0)  # thousands of events in a row leave the others their turn
