from tests.support.stage import Stage
def test_depth(stage: Stage) -> None:
    path = f"/actions/tasks/{stage.task['id']}/comment"
    for depth in (200, 300,500,700,900,930,940,950,955,960,965,970,975,980,985,990,995):
        body=b'{"checklist": [{"text": ' + b"[" * depth + b"]" * depth + b'}], "task_status_id": "'+stage.id_of("wip").encode()+b'"}'
        a=stage.manager.http.post(path, content=body, headers={"content-type": "application/json"})
        l=stage.manager.http.get(f"/data/tasks/{stage.task['id']}/comments")
        print(depth,a.status_code,l.status_code, a.text[:100] if a.status_code!=201 else "")
