"""From stored rows to what is shown: threads, touches, people, standings, places. Everything here can be run again at
any time and gives the same rows: what it makes is a function of the mail that is stored."""
