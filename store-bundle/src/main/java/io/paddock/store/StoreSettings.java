// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the store, PID {@code io.paddock.store}. A doubled underscore is one in the key. */
@ObjectClassDefinition(name = "Paddock store", description = "Where leases and wanted instances are kept")
@interface StoreSettings {
    /** Key {@code state_folder}. */
    @AttributeDefinition(description = "Folder of the state file; empty: paddock in Karaf's data folder")
    String state__folder() default "";
}
