"""The same rooms for programs: REST by noun and a server of tools, over the same deeds and rights as the pages."""
