import subprocess
import sys


def test_reading_files_loads_no_web_framework_and_no_client_of_the_network():
    program = (
        "import sys, fiftysteps.evidence.ingest as i, fiftysteps.evidence.ingest.checking\n"
        "print(*{'django', 'wagtail', 'requests', 'httpx', 'urllib3', 'aiohttp', 'niquests'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout.strip() == ""
