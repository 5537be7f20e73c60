"""Failing today; each states what would be right."""
import re, shutil
from pathlib import Path
import pytest
from csekg.build.assemble import build
from csekg.errors import CsekgError, DataError
from csekg.paths import data_dir, ontology_dir
from csekg.world import read_world
from tests.records import changed
from tests.command import program
OPSC="treaties/opsc/participation.csv"; TOML="treaties/opsc/treaty.toml"
DECL="treaties/opsc/declarations.csv"
CASES={
 "ISO week date":(OPSC,"2002-09-19,2002-10-19","2002-W38-4,2002-10-19","is no date"),
 "unclosed quote":(OPSC,"AFG,,Afghanistan",'AFG,,"Afghanistan',"csv"),
 "no status as_of":(TOML,"as_of = 2025-12-04\n","","as_of"),
 "day as text":(TOML,"opened_on = 2000-05-25",'opened_on = "2000-05-25"',"opened_on"),
 "instant":(TOML,"in_force_on = 2002-01-18","in_force_on = 2002-01-18T00:00:00Z","in_force_on"),
 "rule without wait":(TOML,'first_wait = "P3M"\n',"","first_wait"),
 "condition on unknown treaty":(TOML,"party-or-signatory-to:crc","party-or-signatory-to:crx","crx"),
 "unknown depositary":(TOML,'depositary = "','depositary = "x',"depositary"),
 "declaration after its source":(DECL,"ARG,1,declaration,2(a),unknown,,","ARG,1,declaration,2(a),unknown,2026-01-01,","dated after its source"),
 "event after its source":("treaties/ets185/events.csv","KEN,,invitation,2024-10-09,","KEN,,invitation,2029-10-08,","dated after its source"),
 "clause of an unknown article":("treaties/opsc/clauses.csv",",14(1),",",99(1),","99(1)"),
 "chosen source does not state it":("corrections.csv","acceptance,untc-zmjones-4-11,","acceptance,fedlex-c138-20250429,","fedlex-c138"),
 "hint for a misspelt name":(OPSC,"AFG,,Afgh","Afganistan,,Afgh","Did you mean AFG"),
}
@pytest.mark.parametrize("c",CASES)
def test_refused(tmp_path,c):
    f,o,n,m=CASES[c]
    with pytest.raises(CsekgError,match=re.escape(m)):
        build(changed(tmp_path,f,o,n),ontology_dir(),lambda s:None)
@pytest.mark.parametrize("file",["actors.csv","groups.csv","corrections.csv",DECL,OPSC])
def test_a_line_listed_twice(tmp_path,file):
    line=(data_dir()/file).read_text(encoding="utf-8").splitlines()[1]
    with pytest.raises(DataError,match="twice"):
        read_world(changed(tmp_path,file,line,line+"\n"+line),ontology_dir())
def test_output_folder(tmp_path):
    run=program("build","-o",str(tmp_path))
    assert run.returncode==2 and "Traceback" not in run.stderr
def test_query_error_one_line():
    run=program("query","-",standard_input="SELECT * {")
    assert run.stderr.count("\n")==1
