// Permissions against `tests/vectors/permission.json`. The file says itself how a test is run.

import Foundation
import Keywright
import KeywrightTesting
import Testing

private func take(_ keywright: Keywright, _ step: Json) throws {
    let (verb, value) = step.step
    let team = keywright.team("acme")
    switch verb {
    case "define":
        try keywright.definePermission(value["id"]?.text ?? "", contains: value["contains"]?.texts ?? [])
    case "rename":
        try keywright.renamePermission(value["id"]?.text ?? "", to: value["new_id"]?.text ?? "")
    case "delete": try keywright.deletePermission(value.text)
    case "create_team": try keywright.createTeam(displayName: "Acme", id: "acme", creator: value.text)
    case "join": try team.addMember(value.text)
    case "leave": try team.removeMember(value.text)
    case "set_member":
        try team.addMember(value["user"]?.text ?? "", permissions: value["permissions"]?.texts ?? [])
    case "grant":
        try team.grantPermission(value["permission"]?.text ?? "", to: value["user"]?.text ?? "")
    case "ungrant":
        try team.revokePermission(value["permission"]?.text ?? "", from: value["user"]?.text ?? "")
    case "settings":
        try keywright.updateSettings(
            creatorPermissions: value["creator_permissions"]?.texts,
            memberPermissions: value["member_permissions"]?.texts)
    default: Issue.record("an unknown step: \(verb)")
    }
}

private func ask(_ keywright: Keywright, _ question: Json, _ place: Comment) throws {
    let user = question["user"]?.text ?? ""
    let stated = question["stated"]?.texts
    let permissions = stated.map { ["acme": $0] } ?? [:]
    if let refused = question["refused"]?.string {
        expect(ErrorCode(rawValue: refused) ?? .internal) {
            _ = try keywright.actingAs(user, teamPermissions: permissions)
        }
        return
    }
    let acting = try keywright.actingAs(user, teamPermissions: permissions)
    for surface in stated == nil ? [acting, keywright] : [acting] {
        let team = surface.team("acme")
        #expect(try team.listPermissions(userId: user) == question["holds"]?.texts, place)
        for permission in question["holds"]?.texts ?? [] {
            #expect(try team.hasPermission(permission, userId: user), place)
        }
        for permission in question["lacks"]?.texts ?? [] {
            #expect(try !team.hasPermission(permission, userId: user), place)
        }
    }
    if question["manages_keys"]?.isTrue == true {
        #expect(try acting.team("acme").listApiKeys().isEmpty, place)
    } else {
        expect(.notFound) { _ = try acting.team("acme").listApiKeys() }
    }
}

@Suite("permission vectors")
struct PermissionVectors {
    @Test("every question is answered as expected")
    func everyQuestion() throws {
        let tests = try vectors("permission")["tests"]?.list ?? []
        #expect(!tests.isEmpty)
        for world in tests {
            let place: Comment = "test \(world["id"] ?? .null) (\(world["comment"]?.text ?? ""))"
            let keywright = try openForTests().keywright
            for step in world["steps"]?.list ?? [] {
                guard let refused = step["refused"]?.string else {
                    try take(keywright, step)
                    continue
                }
                let before = try keywright.events(limit: 10_000)
                expect(ErrorCode(rawValue: refused) ?? .internal) { try take(keywright, step) }
                #expect(try keywright.events(limit: 10_000) == before, place)
            }
            for question in world["ask"]?.list ?? [] { try ask(keywright, question, place) }
        }
    }
}
