"""The course's kernel: `python THIS_FOLDER CONNECTION_FILE`, as kernel.json says.

It stands before Deno's own kernel. README.md says why, and what it does.
"""

import asyncio
import json
import sys

from deno import NoDeno
from kernel import Kernel


def main(arguments: list) -> int:
    with open(arguments[0], encoding="utf-8") as file:
        connection = json.load(file)

    async def run() -> int:
        return await Kernel(connection).main()

    try:
        return asyncio.run(run())
    except NoDeno as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
