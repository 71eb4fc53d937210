import pytest,time
from pathlib import Path
from openevent.imports import archive
from openevent import demonstration
import io
@pytest.mark.django_db
@pytest.mark.parametrize("name",["FOSSASIASummit2018","OpenTechSummit2017","OSCON17","demo"])
def test_it(name):
    f=io.BytesIO(demonstration.archive()) if name=="demo" else io.BytesIO(Path(f"/work/shared/data/open-event-archives/{name}.zip").read_bytes())
    t=time.time(); ps=[]
    r=archive.take_over(f,owner=None,by=None,progress=ps.append)
    print(); print(name,time.time()-t,ps[:5],len(ps)); e=r.event
    print(e.identifier,e.source,e.revision,e.starts_at,e.sessions.count(),e.speakers.count(),e.tracks.count(),e.microlocations.count(),e.session_types.count(), e.sessions.filter(state="accepted").count(), e.sessions.first().uid)
    for w in r.warnings: print("  ",w.as_json())
