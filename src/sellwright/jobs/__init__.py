"""What runs behind: a queue in the same database, its workers, the timetable, and one file per kind of work."""
