# What we link, all from Debian 12. toml++, mustache and tl::expected are headers only.

find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(PostgreSQL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(CURL REQUIRED)
find_package(fmt REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_library(SODIUM_LIBRARY sodium REQUIRED)
find_library(XML2_LIBRARY xml2 REQUIRED)
find_library(IDN2_LIBRARY idn2 REQUIRED)
find_library(CRYPT_LIBRARY crypt REQUIRED)

add_library(akebono_libraries INTERFACE)
target_link_libraries(akebono_libraries INTERFACE
    Boost::headers Boost::json Boost::url PostgreSQL::PostgreSQL SQLite::SQLite3 OpenSSL::SSL OpenSSL::Crypto
    ICU::uc ICU::i18n CURL::libcurl fmt::fmt ZLIB::ZLIB Threads::Threads
    ${SODIUM_LIBRARY} ${XML2_LIBRARY} ${IDN2_LIBRARY} ${CRYPT_LIBRARY})
