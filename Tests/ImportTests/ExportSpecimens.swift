/// Exports of apps, in the form that the apps' own sources and documents give them, with keys made for these tests.
///
/// The key of the first device is `12345678901234567890`, of the second the same backwards.
enum ExportSpecimens {
    static let first = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    static let second = "GA4TQNZWGU2DGMRRGA4TQNZWGU2DGMRR"

    // MARK: Aegis: its documentation of the vault, docs/vault.md, and VaultEntry.toJson

    static let aegis1 = """
        {
            "version": 1,
            "header": {"slots": null, "params": null},
            "db": {
                "version": 1,
                "entries": [
                    {
                        "type": "totp", "uuid": "01234567-89ab-cdef-0123-456789abcdef",
                        "name": "alice", "issuer": "Work", "icon": null,
                        "info": {"secret": "\(first)", "algo": "SHA256", "digits": 8, "period": 60}
                    },
                    {
                        "type": "hotp", "uuid": "01234567-89ab-cdef-0123-456789abcdf0",
                        "name": "token", "issuer": "", "icon": null,
                        "info": {"secret": "\(second)", "algo": "SHA1", "digits": 6, "counter": 7}
                    }
                ]
            }
        }
        """

    static let aegis3 = """
        {"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[
        {"type":"totp","uuid":"01234567-89ab-cdef-0123-456789abcdef","name":"alice","issuer":"Work","note":"",
        "favorite":false,"icon":"iVBORw0KGgoAAAANSUhEUg==","icon_mime":"image\\/png","icon_hash":"00ff",
        "info":{"secret":"\(first)","algo":"SHA256","digits":8,"period":60},
        "groups":["a7f2c4f1-9f65-4f0e-8a6f-6f1d5c4d8d11"],"archived":false},
        {"type":"hotp","uuid":"01234567-89ab-cdef-0123-456789abcdf0","name":"token","issuer":"","note":"",
        "favorite":true,"icon":null,"info":{"secret":"\(second)","algo":"SHA1","digits":6,"counter":7},"groups":[],
        "archived":false}],
        "groups":[{"uuid":"a7f2c4f1-9f65-4f0e-8a6f-6f1d5c4d8d11","name":"Group"}],"icons_optimized":true}}
        """

    static let aegisEncrypted = """
        {"version":1,"header":{"slots":[{"type":1,"uuid":"01234567-89ab-cdef-0123-456789abcdef",
        "key":"491d44550430ba248986b904b8cffd3a6c5755d176ac877bd11b82c934225017",
        "key_params":{"nonce":"e9705513ba4951fa7a0608d2","tag":"931237af257b83c693ddb8f9a7eddaf0"},
        "n":32768,"r":8,"p":1,"salt":"27ea9ae53fa2f08a8dcd201615a8229422647b3058f9f36b08f9457e62888be1"}],
        "params":{"nonce":"095fd13dee336fa56b4634ff","tag":"5db2470edf2d12f82a89ae7f48ccd50c"}},
        "db":"RtGfUrZ01nzRnvHjPJGyWjfa6shQ7NYwa491CgAWNBM8OeGZVIHhnDAVlVWNlSoq"}
        """

    // MARK: 2FAS: BackupContent and BackupService of its app for Android

    static let twoFAS1 = """
        {"appOrigin":"android","appVersionCode":300101,"appVersionName":"3.1.1","schemaVersion":1,
        "services":[{"name":"Work","order":{"position":0},
        "otp":{"account":"alice","issuer":"Work","label":"Work:alice"},
        "secret":"\(first)","type":"Unknown","updatedAt":1618417205843}],"updatedAt":1618417377507}
        """

    static let twoFAS4 = """
        {"services":[
        {"name":"Work","secret":"\(first)","updatedAt":1713397547000,"serviceTypeID":null,
        "otp":{"link":"otpauth://totp/Work:alice?secret=\(first)&issuer=Work","label":"alice","account":"alice",
        "issuer":"Work","digits":8,"period":60,"algorithm":"SHA256","counter":null,"tokenType":"TOTP",
        "source":"Link"},"order":{"position":0},"badge":{"color":"Red"},
        "icon":{"selected":"IconCollection","brand":null,"label":null,
        "iconCollection":{"id":"a5b3fb65-4ec5-43e6-8ec1-49e24ca9e7ad"}},"groupId":null},
        {"name":"token","secret":"\(second)","updatedAt":1713397547001,"serviceTypeID":null,
        "otp":{"link":null,"label":null,"account":null,"issuer":null,"digits":6,"period":30,"algorithm":"SHA1",
        "counter":7,"tokenType":"HOTP","source":"Manual"},"order":{"position":1},"badge":null,"icon":null,
        "groupId":null}],
        "groups":[],"updatedAt":1713397547002,"schemaVersion":4,"appVersionCode":5000029,
        "appVersionName":"5.4.8","appOrigin":"android","account":null,"servicesEncrypted":null,"reference":null}
        """

    static let twoFASEncrypted = """
        {"services":[],"groups":[],"updatedAt":1738060518498,"schemaVersion":4,"appVersionCode":5000029,
        "appVersionName":"5.4.8","appOrigin":"android",
        "servicesEncrypted":"vHaJlrtehS0Si1YIFI+DsdZMirSjqi3P:yrDmOf1HirJ5N7wl:8MwK8sWyL3iVv+6w",
        "reference":"tRViSsLKzd86Hprh4ceC2OP7xazn4rrt4xhfEUbOjxLX8Rc3:yrDmOf1H:8MwK8sWy"}
        """

    // MARK: Bitwarden: its vault by LoginExport of the clients, its authenticator by ExportJsonData

    static let bitwardenVault = """
        {"encrypted":false,"folders":[{"id":"f1","name":"Folder"}],"items":[
        {"passwordHistory":null,"revisionDate":"2025-11-27T10:00:00.000Z",
        "creationDate":"2025-11-27T10:00:00.000Z","deletedDate":null,"archivedDate":null,
        "id":"ffdea2cc-923d-47a0-be99-ae7800fd51e4","organizationId":null,"folderId":null,"type":1,"reprompt":0,
        "name":"Work","notes":null,"favorite":false,"fields":[],
        "login":{"uris":[{"match":null,"uri":"https://work.example.org/login?next=1"}],"fido2Credentials":[],
        "username":"alice","password":"hunter2",
        "totp":"otpauth://totp/Work:alice?secret=\(first)&issuer=Work&algorithm=SHA256&digits=8&period=60"},
        "collectionIds":null},
        {"id":"0f954b25-dbe9-4b38-b8ff-ae7800fd784d","organizationId":null,"folderId":null,"type":1,"reprompt":0,
        "name":"token","notes":null,"favorite":false,
        "login":{"uris":[],"username":null,"password":"hunter3",
        "totp":"ga4t qnzw gu2d gmrr ga4t qnzw gu2d gmrr"},"collectionIds":null},
        {"id":"1f954b25-dbe9-4b38-b8ff-ae7800fd784d","type":1,"name":"No code","login":{"username":"x",
        "password":"hunter4","totp":null}},
        {"id":"2f954b25-dbe9-4b38-b8ff-ae7800fd784d","type":2,"name":"A note","secureNote":{"type":0}}]}
        """

    static let bitwardenAuthenticator = """
        {"encrypted":false,"items":[{"id":"1","name":"Work","folderId":null,"organizationId":null,
        "collectionIds":null,"notes":null,"type":1,
        "login":{"totp":"\(first)","issuer":"Work","period":60,"digits":8},"favorite":false}]}
        """

    static let bitwardenEncrypted = """
        {"encrypted":true,"passwordProtected":true,"salt":"dGVzdHNhbHQ=","kdfType":0,"kdfIterations":600000,
        "encKeyValidation_DO_NOT_EDIT":"2.AAECAwQFBgcICQoLDA0ODw==|b9XN|Fl3x","data":"2.EBES|OJOr|ww=="}
        """

    // MARK: andOTP: Entry.toJSON, and what it says of older versions

    static let andOTP = """
        [{"secret":"\(first)","issuer":"Work","label":"alice","digits":8,"type":"TOTP","algorithm":"SHA256",
        "thumbnail":"Default","last_used":1608146844162,"used_frequency":3,"period":60,"tags":["a","b"]},
        {"secret":"\(second)","issuer":"","label":"token","digits":6,"type":"HOTP","algorithm":"SHA1",
        "thumbnail":"Default","last_used":0,"used_frequency":0,"counter":7,"tags":[]}]
        """

    static let andOTPFirst = """
        [{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY======","label":"Work - alice","period":30}]
        """

    // MARK: FreeOTP+: Token and SavedTokens, written by Gson, which leaves out what is null

    static let freeOTPPlus = """
        {"tokenOrder":["Work:alice","token"],"tokens":[
        {"algo":"SHA256","counter":0,"digits":8,"issuerExt":"Work","issuerInt":"Work","label":"alice",
        "period":60,"secret":[49,50,51,52,53,54,55,56,57,48,49,50,51,52,53,54,55,56,57,48],"type":"TOTP"},
        {"algo":"SHA1","counter":7,"digits":6,"issuerExt":"","label":"token","period":30,
        "secret":[48,57,56,55,54,53,52,51,50,49,48,57,56,55,54,53,52,51,50,49],"type":"HOTP"}]}
        """

    static let freeOTPPlusNewer = """
        {"tokens":[{"issuerInt":"Example","issuerExt":"Example","issuerAlt":"Work","label":"someone",
        "labelAlt":"alice","image":"https://example.org/a.png?size=1","type":"TOTP","algo":"SHA256",
        "secret":[-1,-128,127,0,1,2,3,4,5,6],"digits":8,"counter":0,"period":60,"category":"c","alias":"d",
        "iconKey":"e"}],"tokenOrder":["Example:someone"]}
        """

    // MARK: Ente Auth: lines of otpauth URIs; its JSON has rawData and display, by Code.fromExportJson

    static let enteText = """
        otpauth://totp/Work:alice?algorithm=SHA256&digits=8&issuer=Work&period=60&secret=\(first)
        otpauth://hotp/:token?algorithm=SHA1&digits=6&issuer=&period=30&secret=\(second)&counter=7

        """

    static let enteNewer = """
        otpauth://totp/Work:alice?algorithm=sha256&digits=8&issuer=Work&period=60&secret=\(first)\
        &codeDisplay=%7B%22pinned%22%3Afalse%2C%22trashed%22%3Afalse%2C%22lastUsedAt%22%3A0%2C%22tags%22%3A%5B%5D%7D
        otpauth://totp/Old:gone?algorithm=sha1&digits=6&issuer=Old&period=30&secret=\(second)\
        &codeDisplay=%7B%22pinned%22%3Afalse%2C%22trashed%22%3Atrue%2C%22lastUsedAt%22%3A0%2C%22tags%22%3A%5B%5D%7D

        """

    static let enteJSON = """
        {"version":1,"items":[
        {"rawData":"otpauth://totp/Work:alice?algorithm=SHA256&digits=8&issuer=Work&period=60&secret=\(first)",
        "display":{"pinned":false,"trashed":false,"lastUsedAt":0,"tapCount":0,"tags":[]}},
        {"rawData":"otpauth://totp/Old:gone?algorithm=SHA1&digits=6&issuer=Old&period=30&secret=\(second)",
        "display":{"pinned":false,"trashed":true,"lastUsedAt":0,"tapCount":0,"tags":[]}}]}
        """

    static let enteEncrypted = """
        {"version":1,"kdfParams":{"memLimit":4096,"opsLimit":3,"salt":"c2FsdA=="},
        "encryptedData":"ZGF0YQ==","encryptionNonce":"bm9uY2U="}
        """
}
