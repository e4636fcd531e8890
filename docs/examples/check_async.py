"""Check many uploads at once in a program that runs on asyncio.

HASHDB_URL=... HASHDB_KEY=... python check_async.py PHOTO...        (a key of role platform_matcher)
"""

import asyncio
import os
import sys

from hashdb.client import AsyncClient

AT_ONCE = asyncio.Semaphore(4)


async def look(client: AsyncClient, path: str) -> None:
    async with AT_ONCE:
        seen = await client.check(path, strategy="thorough")
    print(f"{path}: {len(seen.hits)} found")


async def main(paths: list[str]) -> None:
    async with AsyncClient(os.environ["HASHDB_URL"], os.environ["HASHDB_KEY"]) as client:
        await asyncio.gather(*(look(client, path) for path in paths))


asyncio.run(main(sys.argv[1:]))
