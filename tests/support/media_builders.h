#pragma once

#include "base/file.h"
#include "db/db.h"
#include "media/attachments.h"
#include "support/http_client.h"

#include <string>
#include <utility>
#include <vector>

// The bytes of tests/fixtures/media/NAME.
std::string media_fixture(const std::string& name);
// A file with these bytes that nobody can name.
base::File file_with(std::string_view bytes);

// An attachment of `account` that is ready, and in no post. It has no files.
media::Attachment make_attachment(db::Tx& tx, AccountId account, media::Type type = media::Type::Image);

// POST, PUT or PATCH of a multipart form with files.
struct FormFile {
    std::string field, bytes, filename = "C:\\..\\../evil.php", content_type = "text/html";
};
HttpReply send_form(HttpClient& client, std::string_view method, std::string_view path,
                    const std::vector<FormFile>& files,
                    const std::vector<std::pair<std::string, std::string>>& fields = {});
// The id of a picture that is uploaded so; "" when it is refused.
std::string upload(HttpClient& client, const std::string& fixture = "picture.webp");
