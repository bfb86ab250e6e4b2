"""One file a queue: `SETTINGS` for Django, `put(lane, **arguments)`, `command(lane)` that starts a worker of a lane."""
