"""What takes long: begun first; what the daily commands leave out.

`make check` runs neither list, `make test` runs `SLOW`, and `make test-all` `LONG`, too. A file
or folder stands in `SLOW` if its tests take more than three seconds together and a change is seldom
about it, and in `LONG` if it guards what hardly any change can break: programs of others, other
machines, other Pythons. A single test of a listed file is put among the long ones by
`@pytest.mark.long`. The longest stand first: what begins last decides when the run ends.
`make test` names tests that take long and are not listed.
"""

from __future__ import annotations

#: Below tests/; beside each, the seconds that it took on two processors.
LONG = {
    "test_installing.py": 95,
    "csekg_api/web/test_openapi.py": 80,
    "deploy/": 60,
    # Asks the same of two engines.
    "csekg_api/rest/test_second_engine.py": 60,
    "queries/test_other_engine.py": 30,
    # Hostile files, and a hostile server.
    "csekg/importers/refresh/test_hostile_lists.py": 35,
    # Two reasoners over the ontology, and over the dataset.
    "ontology/test_logic.py": 40,
    "ontology/test_logic_with_data.py": 55,
    # Runs every notebook, and a cluster.
    "test_notebooks.py": 60,
    "test_integrations.py": 40,
    "csekg_api/reconcile/test_openrefine.py": 30,
    "benchmarks/": 25,
    # Measures pauses of the event loop, and moves the clock of a service.
    "csekg_api/web/test_pauses.py": 20,
    "csekg_api/workers/test_clock.py": 20,
    "csekg_api/test_typed_clients.py": 20,
    # Installs the generator.
    "csekg_api/test_python_client.py": 20,
    "csekg_api/sparql/test_comunica.py": 9,
    # Runs the command of pySHACL on a file that it is given whole.
    "csekg/releases/test_shacl_file.py": 17,
    "test_sbom.py": 7,
}

SLOW = {
    # In one process, like the next one.
    "browser/": 120,
    "csekg/sparql/remote/": 105,
    # Everything that asks the service over the whole dataset.
    "csekg_api/site/": 300,
    "csekg_api/rest/": 240,
    # Two tests wait for a processor that nobody else wants.
    "csekg_api/workers/": 15,
    # Builds two datasets, and the folders of their releases.
    "csekg/releases/": 30,
    "csekg_api/web/test_asked_in_threads.py": 35,
    "csekg/validation/test_agreement.py": 60,
    "csekg_api/downloads/": 40,
    "test_docs.py": 40,
    # Starts a service and some `csekg mcp`, and waits for queries to be stopped.
    "csekg_api/assistants/": 25,
    "csekg/sparql/untrusted/planner/": 36,
    "csekg/sparql/test_conformance.py": 4,
    "csekg_api/test_one_answer.py": 35,
    "csekg_api/test_serve.py": 20,
    "csekg_api/sparql/test_hostile_queries.py": 10,
    "csekg_api/web/test_openapi_examples.py": 30,
    # Builds a dataset with a second assessor.
    "csekg/answers/practice/": 8,
    "csekg/validation/test_shapes.py": 6,
    "csekg/frames/": 20,
    "csekg/importers/refresh/": 20,
    "csekg/importers/test_untc_real.py": 18,
    "csekg/cli/test_build_command.py": 17,
    "csekg_api/linked_data/test_every_identifier.py": 17,
    "csekg/tables/": 15,
    "csekg/validation/submissions/": 15,
    "csekg/answers/common/test_remembering.py": 14,
    "csekg/validation/test_validate_command.py": 12,
    "csekg_api/test_look_ups.py": 10,
    "csekg_api/linked_data/test_vocabularies.py": 10,
    "csekg/dataset/test_assemble.py": 7,
    "csekg/cli/test_languages_command.py": 10,
    "queries/test_saved_queries.py": 8,
    "csekg/dataset/test_cache.py": 8,
    "csekg/validation/test_validator.py": 8,
    "csekg/cli/test_main.py": 7,
    "csekg/dataset/writers/test_catalogue.py": 6,
    # Builds a dataset with a corrected word.
    "csekg/dataset/test_texts.py": 6,
    "csekg/sparql/test_oxigraph_store.py": 4,
    "csekg_api/sparql/test_answer_formats.py": 6,
    "ontology/test_data_quality.py": 6,
    "test_packaging.py": 5,
    "csekg_api/test_jobs.py": 5,
    "csekg/sparql/test_tokens.py": 4,
    "csekg/derived/test_discrepancies.py": 4,
    "test_imports.py": 4,
    # `make check` lints beside its tests.
    "test_import_contracts.py": 8,
    "csekg_api/sparql/test_descriptions.py": 3,
    "csekg_api/linked_data/test_resources.py": 3,
    "test_contributing.py": 3,
    "csekg_api/web/test_malformed_requests.py": 3,
    # They ask the whole dataset, or a service over that of the small facts.
    "csekg_api/reconcile/": 10,
    "csekg_api/briefs/": 30,
    "csekg_api/sparql/test_python_clients.py": 5,
    "csekg_api/web/test_work_limit.py": 3,
    "csekg/answers/common/test_composed.py": 10,
    "csekg/answers/common/test_translations.py": 10,
    "csekg/answers/quality/": 6,
    "csekg/answers/briefs/": 6,
    "csekg/answers/search/test_in_languages.py": 4,
    "csekg/answers/status/test_nothing_denied.py": 4,
    "csekg/derived/test_refusals.py": 5,
    "csekg/test_open.py": 4,
    "csekg/sparql/test_loader.py": 3,
    "csekg/answers/common/test_reasons.py": 10,
    "csekg/sparql/untrusted/test_sanitizer.py": 4,
    "csekg_api/test_missing_extras.py": 10,
}


def rank(file: str) -> int | None:
    """The place of a file in the order of starting, its path below tests/; None if it is quick."""
    paths = (*LONG, *SLOW)
    return next((number for number, path in enumerate(paths) if _is_below(file, path)), None)


def is_long(file: str) -> bool:
    """Whether `make test` leaves a file out."""
    return any(_is_below(file, path) for path in LONG)


def _is_below(file: str, path: str) -> bool:
    return file == path or (path.endswith("/") and file.startswith(path))
