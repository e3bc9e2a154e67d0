# fuzz_NAME for each fuzz/NAME.cpp, in the build type Fuzz alone: clang's libFuzzer with the address and
# undefined-behaviour sanitizers. For make fuzz.

if(NOT CMAKE_BUILD_TYPE STREQUAL "Fuzz")
    return()
endif()

# What reads hostile bytes, and what that needs: a sixth of the server, or building would take longer than fuzzing. The
# linker names what is missing here.
file(GLOB fuzzed_sources CONFIGURE_DEPENDS src/base/*.cpp src/db/*.cpp)
list(FILTER fuzzed_sources EXCLUDE REGEX "_test\\.cpp$|/migrations\\.cpp$|/embedded\\.cpp$")
list(APPEND fuzzed_sources
    src/accounts/accounts.cpp
    src/federation/actor_document.cpp
    src/federation/audience.cpp
    src/federation/delivery.cpp
    src/federation/draft_signatures.cpp
    src/federation/hosts.cpp
    src/federation/html.cpp
    src/federation/message_signatures.cpp
    src/federation/origins.cpp
    src/federation/reading.cpp
    src/federation/signature_parts.cpp
    src/federation/signatures.cpp
    src/http/date.cpp
    src/http/multipart.cpp
    src/http/param_tree.cpp
    src/http/params.cpp
    src/http/request.cpp
    src/http/request_parser.cpp
    src/http/spool.cpp
    src/jobs/queue.cpp
    src/relationships/relationships.cpp
    src/search/account_index.cpp
    src/statuses/formatter.cpp
    src/statuses/note.cpp
    src/statuses/outgoing_reactions.cpp
    src/statuses/page.cpp
    src/statuses/polls.cpp
    src/statuses/remote_attachments.cpp
    src/statuses/remote_polls.cpp
    src/statuses/shortened_link.cpp
    src/statuses/text.cpp
    src/statuses/url_domain.cpp
    src/statuses/url_scanner.cpp
    src/statuses/visibility.cpp)
add_library(akebono_fuzzed STATIC EXCLUDE_FROM_ALL ${fuzzed_sources})
target_include_directories(akebono_fuzzed PUBLIC src ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(akebono_fuzzed PUBLIC akebono_libraries)

file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*.cpp)
set(fuzz_programs)
foreach(source IN LISTS fuzz_sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(fuzz_${name} EXCLUDE_FROM_ALL ${source})
    target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(fuzz_${name} PRIVATE akebono_fuzzed)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    list(APPEND fuzz_programs fuzz_${name})
endforeach()
add_custom_target(akebono_fuzz DEPENDS ${fuzz_programs})
