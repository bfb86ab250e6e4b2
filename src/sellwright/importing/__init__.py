"""Files of other systems become people, firms and deals: planned first, then written, and taken back as one."""
