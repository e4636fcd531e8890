"""The register of designated organisations and people, as far as it needs no store: lists, their changes, names, FtM.

`files` reads what authorities publish, `diff` tells what a list changes and whether it is believed, `names` compares
names, `ftm` speaks FollowTheMoney. What becomes of it all is decided in `hashdb.services`.
"""
